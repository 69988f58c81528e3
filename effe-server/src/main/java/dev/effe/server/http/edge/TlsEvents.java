package dev.effe.server.http.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind TLS and makes its events those of a plain connection: the client's close_notify is the end of its
 * input, a failed handshake is counted and is no error of the server. Event-loop-confined.
 */
final class TlsEvents extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(TlsEvents.class);
    /** For what the client sent before its FIN to be worked off. */
    private static final long HANDSHAKE_AFTER_FIN_MILLIS = 1000;

    private final EdgeStats stats;
    private boolean handshaken;
    private boolean inputEndHeld;

    TlsEvents(EdgeStats stats) {
        this.stats = stats;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeEnded(ctx, handshake);
        } else if (event instanceof SslCloseCompletionEvent close) {
            if (close.isSuccess()) {
                ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            }
        } else if (event instanceof ChannelInputShutdownEvent && !handshaken) {
            holdInputEnd(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void handshakeEnded(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
        handshaken = handshake.isSuccess();
        if (handshaken) {
            stats.handshake(true);
        } else if (!(handshake.cause() instanceof ClosedChannelException)) {
            // Who only connects and goes is no failure: so do probes of load balancers.
            stats.handshake(false);
            logFailure(handshake.cause());
        }
        ctx.fireUserEventTriggered(handshake);
        if (handshaken && inputEndHeld) {
            // Later: what came with the handshake's last message has not been decrypted yet.
            ctx.executor().execute(() -> ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
        }
    }

    /** The FIN has overtaken what is in the hands of the handshake's threads. */
    private void holdInputEnd(ChannelHandlerContext ctx) {
        inputEndHeld = true;
        ctx.executor()
                .schedule(
                        () -> {
                            if (!handshaken) {
                                ctx.close();
                            }
                        },
                        HANDSHAKE_AFTER_FIN_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        Throwable cause = failure instanceof DecoderException ? failure.getCause() : failure;
        if (cause instanceof SSLException) {
            if (handshaken) {
                logFailure(cause);
            }
            ctx.close();
        } else {
            ctx.fireExceptionCaught(failure);
        }
    }

    private static void logFailure(Throwable cause) {
        // Not the message of the first: it holds what the client sent.
        log.debug("TLS failed: {}", cause instanceof NotSslRecordException ? "this is clear text" : cause.getMessage());
    }
}
