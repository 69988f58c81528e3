package dev.effe.server.http.edge;

import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.message.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/**
 * Stands in front of TLS until a connection's first byte. One that begins as a request in clear text does gets its 400
 * in clear text, as from nginx, instead of an end that nobody understands. Event-loop-confined.
 */
final class ClearText extends ChannelInboundHandlerAdapter {

    /** The name of what stands behind TLS. */
    static final String TLS_EVENTS = "tls-events";

    private final EdgeStats stats;

    ClearText(EdgeStats stats) {
        this.stats = stats;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove(this);
        if (isMethod(bytes)) {
            bytes.release();
            stats.handshake(false);
            pipeline.remove(TLS_EVENTS);
            pipeline.remove(ConnectionEnd.TLS_HANDLER);
            pipeline.fireUserEventTriggered(Refusal.CLEAR_TEXT); // The choice of a protocol answers.
        } else {
            ctx.fireChannelRead(bytes);
        }
    }

    /** True if it is a method or the beginning of one. No record of TLS begins with a letter. */
    private static boolean isMethod(ByteBuf bytes) {
        int from = bytes.readerIndex();
        int at = from;
        while (at < bytes.writerIndex() && bytes.getByte(at) >= 'A' && bytes.getByte(at) <= 'Z') {
            at++;
        }
        return at > from && (at == bytes.writerIndex() || bytes.getByte(at) == ' ');
    }
}
