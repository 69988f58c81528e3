package dev.effe.server.http;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Linux ignore whoever wants to connect to a port from now on. The operating system accepts connections ahead of
 * the server and resets those that wait there when the port is closed: clients that are connected and have sent their
 * request. With the filter in front the server can take them all on first. An ignored client tries again after a second
 * and finds the port closed. Stateless.
 */
final class SynFilter {

    private static final Logger log = LoggerFactory.getLogger(SynFilter.class);

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    /** struct sock_fprog: a short, and an aligned pointer to the program. */
    private static final int PROGRAM_BYTES = 16;

    private static final RawUnixChannelOption ATTACH_FILTER =
            new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);

    /** Classic BPF over the TCP header: code, jump if true, jump if false, operand of each instruction. */
    private static final int[][] DROP_SYN = {
        {0x30, 0, 0, 13}, // load the byte of the flags
        {0x54, 0, 0, 0x12}, // keep SYN and ACK
        {0x15, 0, 1, 0x02}, // SYN alone begins a connection
        {0x06, 0, 0, 0}, // drop it
        {0x06, 0, 0, 0xffff}, // and let all else pass, such as the rest of a handshake
    };

    private SynFilter() {}

    /** Returns whether it is in place: only with epoll, and where the operating system allows it. */
    static boolean attach(Channel port) {
        if (!(port instanceof EpollServerSocketChannel)) {
            return false;
        }
        ByteBuffer program = allocate(DROP_SYN.length * Long.BYTES);
        for (int[] instruction : DROP_SYN) {
            program.putShort((short) instruction[0]).put((byte) instruction[1]).put((byte) instruction[2]);
            program.putInt(instruction[3]);
        }
        try {
            ByteBuffer header = allocate(PROGRAM_BYTES);
            header.putShort(0, (short) DROP_SYN.length).putLong(Long.BYTES, Buffer.memoryAddress(program));
            return port.config().setOption(ATTACH_FILTER, header);
        } catch (RuntimeException e) {
            log.debug("New connections cannot be held off", e);
            return false;
        } finally {
            Reference.reachabilityFence(program); // Up to here the operating system reads it.
        }
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
