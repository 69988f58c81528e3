package dev.effe.server.fuzz;

import dev.effe.server.fuzz.Answers.End;
import dev.effe.server.kit.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One stream under way: sends a segment each time it is its turn, and keeps what comes back. For the client's thread. */
final class FuzzConnection {

    final FuzzCase one;
    private final SocketChannel channel;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final long startedNanos = System.nanoTime();
    private int next;
    private @Nullable ByteBuffer segment;

    FuzzConnection(FuzzCase one, int port, Selector selector) throws IOException {
        this.one = one;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean connected = channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.register(selector, connected ? sending() : SelectionKey.OP_CONNECT, this);
    }

    private static int sending() {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    /** Goes on. Returns how the connection has ended, or null if it has not. */
    @Nullable End turn(SelectionKey key, ByteBuffer buffer) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(sending());
            return null;
        }
        End end = key.isReadable() ? read(buffer) : null;
        return end == null && key.isWritable() ? write(key) : end;
    }

    private @Nullable End read(ByteBuffer buffer) {
        try {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                return End.FIN;
            }
            received.write(buffer.array(), 0, count);
            return null;
        } catch (IOException e) {
            return End.RESET;
        }
    }

    private @Nullable End write(SelectionKey key) throws IOException {
        try {
            if (segment == null && next < one.segments().size()) {
                segment = ByteBuffer.wrap(Frames.bytes(one.segments().get(next++)));
            }
            if (segment != null) {
                channel.write(segment);
                segment = segment.hasRemaining() ? segment : null;
            }
            return segment == null && next == one.segments().size() ? finish(key) : null;
        } catch (IOException e) {
            key.interestOps(SelectionKey.OP_READ); // The server has had enough; what it said can still be read.
            return null;
        }
    }

    private @Nullable End finish(SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        switch (one.ending()) {
            case FIN -> channel.shutdownOutput();
            case RESET -> {
                return End.LEFT;
            }
            case WAIT -> {}
        }
        return null;
    }

    long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** Closes with a reset where the case wants it, and by turns where the server has ended already. */
    void close() throws IOException {
        if (one.ending() == FuzzCase.Ending.RESET || one.number() % 2 == 0) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }
}
