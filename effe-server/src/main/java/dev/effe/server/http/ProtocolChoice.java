package dev.effe.server.http;

import dev.effe.server.http.exchange.Clocked;
import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.h1.ExchangeHandler;
import dev.effe.server.http.h1.Http1Decoder;
import dev.effe.server.http.h2.Http2Setup;
import dev.effe.server.http.message.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells HTTP/2 from HTTP/1.1, sets up the one it is, and leaves the pipeline. With TLS the client has said by ALPN which
 * it is (RFC 9113, 3.2), in clear text its first bytes do (3.3). Event-loop-confined.
 */
final class ProtocolChoice extends ChannelInboundHandlerAdapter implements Clocked {

    private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

    private final HttpShared shared;
    private final long createdNanos = System.nanoTime();

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable ByteBuf first;
    private @Nullable Clocked chosen;

    ProtocolChoice(HttpShared shared) {
        this.shared = shared;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        first = first == null ? bytes : Unpooled.wrappedBuffer(first, bytes);
        ChannelHandlerContext tls = context.pipeline().context(ConnectionEnd.TLS_HANDLER);
        if (tls != null) {
            choose(context, ApplicationProtocolNames.HTTP_2.equals(((SslHandler) tls.handler()).applicationProtocol()));
            return;
        }
        int known = Math.min(first.readableBytes(), PREFACE.readableBytes());
        if (!matches(first, known)) {
            choose(context, false);
        } else if (known == PREFACE.readableBytes()) {
            choose(context, true);
        }
    }

    private boolean matches(ByteBuf bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PREFACE.getByte(i)) {
                return false;
            }
        }
        return shared.settings.http2().spoken();
    }

    private void choose(ChannelHandlerContext context, boolean http2) {
        ChannelPipeline pipeline = context.pipeline();
        if (http2) {
            chosen = Http2Setup.addTo(pipeline, shared);
        } else {
            addHttp1(pipeline);
        }
        ByteBuf held = first;
        first = null;
        pipeline.remove(this);
        if (held != null) {
            context.fireChannelRead(held); // To those behind this one: in front of it may stand TLS.
        }
    }

    private Http1Decoder addHttp1(ChannelPipeline pipeline) {
        ExchangeHandler exchanges = new ExchangeHandler(shared);
        pipeline.addLast("decoder", exchanges.decoder());
        pipeline.addLast("exchanges", exchanges);
        chosen = exchanges;
        return exchanges.decoder();
    }

    /** Answers that this connection is refused, whatever it goes on to send. */
    private void refuse(ChannelHandlerContext context, Refusal reason) {
        ChannelPipeline pipeline = context.pipeline();
        Http1Decoder decoder = addHttp1(pipeline);
        pipeline.remove(this);
        decoder.refuse(reason);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (first != null) {
            first.release();
            first = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        } else if (event == Refusal.CLEAR_TEXT) {
            refuse(context, Refusal.CLEAR_TEXT);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionEnd.failed(context, cause);
    }

    @Override
    public void checkTime(long nowNanos) {
        if (chosen != null) {
            chosen.checkTime(nowNanos);
        } else if (ctx != null && nowNanos - createdNanos >= shared.idleLimitNanos(false)) {
            ctx.close();
        }
    }
}
