package dev.effe.bench.slow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections of one kind, none of which reads anything. For one thread. */
final class Crowd implements AutoCloseable {

    /** So that the network holds little for a client that does not read. */
    private static final int RECEIVE_BYTES = 4096;

    private final List<SocketChannel> connections = new ArrayList<>();

    /** Opens one more connection and sends these bytes. */
    void join(int port, byte[] first) throws IOException {
        SocketChannel connection = SocketChannel.open();
        connections.add(connection);
        connection.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        connection.configureBlocking(false);
        send(connection, first);
    }

    /** Sends one more byte on some of them: every so many'th, beginning with one of those. */
    void drip(int first, int step) {
        for (int i = first; i < connections.size(); i += step) {
            send(connections.get(i), new byte[] {'a'});
        }
    }

    private static void send(SocketChannel connection, byte[] bytes) {
        try {
            connection.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            // The server has dropped it, which its descriptors tell.
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
