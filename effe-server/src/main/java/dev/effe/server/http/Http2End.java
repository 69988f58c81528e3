package dev.effe.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection of HTTP/2 when the client does, or when it fails. Stateless. */
final class Http2End extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(Http2End.class);

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close(); // HTTP/2 knows no half-closed connection.
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionEnd.failed(context, cause, log);
    }
}
