package dev.effe.server.http.exchange;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The address at the other end of a connection: what its PROXY header says, else the socket's. */
public final class PeerAddress {

    private static final AttributeKey<InetSocketAddress> PROXIED = AttributeKey.valueOf("effe.proxied-address");

    /** The address of this machine's programs at a unix socket, which have none. */
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private PeerAddress() {}

    /** The address of the socket's other end; null once that is gone. */
    public static @Nullable InetSocketAddress ofSocket(Channel channel) {
        return channel instanceof SocketChannel ? (InetSocketAddress) channel.remoteAddress() : HERE;
    }

    public static void set(Channel channel, InetSocketAddress address) {
        channel.attr(PROXIED).set(address);
    }

    /** The address that the PROXY header gave; else the second one. */
    public static InetSocketAddress of(Channel channel, InetSocketAddress socketAddress) {
        @Nullable InetSocketAddress proxied = channel.attr(PROXIED).get();
        return proxied == null ? socketAddress : proxied;
    }
}
