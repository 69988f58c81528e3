package dev.effe.server.http.edge;

import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.log.RateLimitedLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection of a peer whose PROXY header is not believed, before anything of it is read: the header could
 * name any client. Event-loop-confined.
 */
final class ProxyStranger extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ProxyStranger.class);
    private static final RateLimitedLog refusals = new RateLimitedLog(log);

    private final EdgeStats stats;

    ProxyStranger(EdgeStats stats) {
        this.stats = stats;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        stats.refusedProxyHeader();
        refusals.warn(
                "The connection of {} is closed: its PROXY header is not believed, since proxy-protocol-from does not"
                        + " have its address",
                ctx.channel().remoteAddress());
        ConnectionEnd.reset(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }
}
