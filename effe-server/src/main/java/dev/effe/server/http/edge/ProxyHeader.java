package dev.effe.server.http.edge;

import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.exchange.PeerAddress;
import dev.effe.server.net.IpLiteral;
import dev.effe.server.threads.Fatal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the client's address from the PROXY header (haproxy.org, proxy-protocol.txt), which must be the first thing on
 * the connection; closes it if it is not. Stands behind the decoder and removes itself. The time of the header is part
 * of the time to the first request's headers. Event-loop-confined.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ProxyHeader.class);

    private final EdgeStats stats;
    private boolean refused;

    ProxyHeader(EdgeStats stats) {
        this.stats = stats;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!refused && message instanceof HAProxyMessage header) {
                accept(ctx, header);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void accept(ChannelHandlerContext ctx, HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        AddressFamily family = protocol.addressFamily();
        if (protocol.transportProtocol() == TransportProtocol.DGRAM) {
            refuse(ctx, "a datagram's header");
        } else if (family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6) {
            InetAddress client = IpLiteral.parse(header.sourceAddress());
            if (client == null) {
                refuse(ctx, "a malformed address");
            } else {
                PeerAddress.set(ctx.channel(), new InetSocketAddress(client, header.sourcePort()));
                ctx.pipeline().remove(this);
            }
        } else {
            // LOCAL, UNKNOWN or a Unix socket: the proxy speaks for itself, the connection's own address counts.
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Fatal.check(cause);
        refuse(ctx, String.valueOf(cause.getMessage()));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(ctx, "the connection ended before it");
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        refuse(ctx, "the connection ended before it");
        ctx.fireChannelInactive();
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        if (!refused) {
            refused = true;
            stats.refusedProxyHeader();
            log.debug("No PROXY header from {}: {}", ctx.channel().remoteAddress(), why);
            // By the channel, so that TLS, which has not begun, sends nothing.
            ConnectionEnd.reset(ctx.channel());
        }
    }
}
