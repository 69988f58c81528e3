package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.ConnectionEnd;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection in a way that lets the client read what it was sent last: FIN first, then whatever it still sends is
 * dropped until its own FIN, for a second at most. Closing at once would reset the connection, and with it the answer
 * (RFC 9112, 9.6). Stands in front of what would read the bytes. Event-loop-confined.
 */
final class Linger extends ChannelInboundHandlerAdapter {

    private static final long LINGER_MILLIS = 1000;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ConnectionEnd.shutdownOutput(context.channel());
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }
}
