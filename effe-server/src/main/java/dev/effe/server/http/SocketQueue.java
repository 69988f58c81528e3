package dev.effe.server.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of a unix socket that wait to be taken on. Stateless. */
final class SocketQueue {

    private static final Logger log = LoggerFactory.getLogger(SocketQueue.class);

    private static final long LONGEST_NANOS = 5_000_000_000L;
    private static final long POLL_NANOS = 1_000_000;

    private SocketQueue() {}

    /**
     * Waits until all who have connected so far are taken on, 5 s at most. It connects as the last of them, ends its side,
     * and sees the server end the other: connections are taken on in the order in which they came.
     */
    static void awaitTakenOn(Path file) {
        long endNanos = System.nanoTime() + LONGEST_NANOS;
        boolean takenOn = false;
        while (!takenOn && System.nanoTime() - endNanos < 0) {
            try (SocketChannel last = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                last.configureBlocking(false);
                takenOn = last.connect(UnixDomainSocketAddress.of(file)) && isTakenOn(last, endNanos);
            } catch (IOException e) {
                log.debug("The last connection to {} failed", file, e);
                return;
            }
            LockSupport.parkNanos(POLL_NANOS); // The queue is full.
        }
    }

    private static boolean isTakenOn(SocketChannel connected, long endNanos) throws IOException {
        connected.shutdownOutput();
        ByteBuffer answer = ByteBuffer.allocate(1);
        int read = connected.read(answer);
        while (read == 0 && System.nanoTime() - endNanos < 0) {
            LockSupport.parkNanos(POLL_NANOS);
            read = connected.read(answer);
        }
        return read != 0;
    }
}
