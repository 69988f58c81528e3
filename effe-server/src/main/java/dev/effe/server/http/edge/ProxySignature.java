package dev.effe.server.http.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a connection at the first byte that cannot begin a PROXY header, where the decoder behind would wait for
 * more. Removes itself once the signature is there. Event-loop-confined.
 */
final class ProxySignature extends ChannelInboundHandlerAdapter {

    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION_2 = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    private byte @Nullable [] signature;
    private int seen;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!matches((ByteBuf) message)) {
            ReferenceCountUtil.release(message);
            ctx.pipeline().remove(this);
            ctx.fireExceptionCaught(new HAProxyProtocolException("no signature"));
            return;
        }
        boolean complete = signature != null && seen == signature.length;
        if (complete) {
            ctx.pipeline().remove(this);
        }
        ctx.fireChannelRead(message);
    }

    private boolean matches(ByteBuf in) {
        for (int i = in.readerIndex(); i < in.writerIndex(); i++) {
            byte b = in.getByte(i);
            byte[] expected = signature == null ? b == VERSION_1[0] ? VERSION_1 : VERSION_2 : signature;
            signature = expected;
            if (seen == expected.length) {
                return true;
            }
            if (b != expected[seen++]) {
                return false;
            }
        }
        return true;
    }
}
