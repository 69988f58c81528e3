package dev.effe.server.http.exchange;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways in which a connection ends, with TLS or without. Called by the connection's event loop. */
public final class ConnectionEnd {

    private static final Logger log = LoggerFactory.getLogger(ConnectionEnd.class);
    private static final RateLimitedLog errors = new RateLimitedLog(log);

    /** The name of the TLS handler in the pipeline: asked for by name, so that clear text loads no class of TLS. */
    public static final String TLS_HANDLER = "tls";

    private ConnectionEnd() {}

    /**
     * Tells the client that nothing more comes: close_notify with TLS, then FIN. Bytes that it still sends are
     * received.
     */
    public static void shutdownOutput(Channel channel) {
        ChannelHandlerContext tls = channel.pipeline().context(TLS_HANDLER);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            ((SslHandler) tls.handler())
                    .closeOutbound()
                    .addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    /** Closes at once, with a reset and without close_notify, so that a cut answer never looks complete. */
    public static void reset(Channel channel) {
        if (!channel.isOpen()) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext tls = channel.pipeline().context(TLS_HANDLER);
        if (tls == null) {
            channel.close();
        } else {
            // Passes over the TLS handler itself, which would send its close_notify first.
            tls.close();
        }
    }

    /** Closes a connection in which something failed. That clients break connections is nothing to report. */
    public static void failed(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("A connection failed", cause);
        } else {
            report(cause);
        }
        context.close();
    }

    /** Logs an error of the server for which a connection is closed. */
    public static void report(Throwable cause) {
        Fatal.check(cause);
        errors.error("A connection is closed for an error of the server", cause);
    }
}
