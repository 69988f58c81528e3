package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.ConnectionEnd;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** Ends a connection of HTTP/2 when the client does, or when it fails. Stateless. */
final class Http2End extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close(); // HTTP/2 knows no half-closed connection.
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionEnd.failed(context, cause);
    }
}
