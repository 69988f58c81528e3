package dev.effe.server.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Tells how many connections Linux has accepted for a port that the server has not taken on yet. Stateless. */
final class AcceptQueue {

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    /** Where struct tcp_info has tcpi_unacked, which tells the length of this queue if the socket listens. */
    private static final int UNACKED = 24;

    private static final RawUnixChannelOption INFO =
            new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, UNACKED + Integer.BYTES);

    private AcceptQueue() {}

    /** Returns their number; 0 where it cannot be known, which is everywhere but with epoll. */
    static int length(Channel port) {
        if (!(port instanceof EpollServerSocketChannel) || !port.isOpen()) {
            return 0;
        }
        @Nullable ByteBuffer info = port.config().getOption(INFO);
        return info == null || info.limit() < INFO.length()
                ? 0
                : info.order(ByteOrder.nativeOrder()).getInt(UNACKED);
    }
}
