package dev.effe.server.http;

import dev.effe.server.dispatch.ClientGoneException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, or of one stream of HTTP/2, that its client has not taken yet, within a total for all connections. Slows down whoever
 * writes faster than the client reads. Thread-safe; at most one thread waits.
 */
final class Unsent {

    /** Another connection's progress frees the total, and does not wake this one's writer. */
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    /** This connection's own progress does. */
    private static final long WOKEN_NANOS = 1_000_000_000;

    private final AtomicLong total;
    private final long limitBytes;
    private final long totalLimitBytes;
    private final AtomicLong bytes = new AtomicLong();

    /** Only ever grows: whoever sees it twice knows whether the client has taken something in between. */
    private final AtomicLong sentBytes = new AtomicLong();

    private volatile boolean closed;
    private volatile @Nullable Thread writer;

    Unsent(AtomicLong total, long limitBytes, long totalLimitBytes) {
        this.total = total;
        this.limitBytes = limitBytes;
        this.totalLimitBytes = totalLimitBytes;
    }

    void add(long count) {
        bytes.addAndGet(count);
        total.addAndGet(count);
    }

    void sent(long count) {
        bytes.addAndGet(-count);
        sentBytes.addAndGet(count);
        total.addAndGet(-count);
        wake();
    }

    /** The client took a part of something that is counted until all of it is sent. */
    void progressed(long count) {
        sentBytes.addAndGet(count);
    }

    /** A number that changes with everything that the client takes. */
    long progress() {
        return sentBytes.get();
    }

    boolean isEmpty() {
        return bytes.get() == 0;
    }

    /** Whether all connections together hold more than they may. One alone may hold more, or it could never be served. */
    boolean isOverTotal() {
        long all = total.get();
        return all > totalLimitBytes && all > bytes.get();
    }

    /** The connection is over: whoever waits, waits in vain. */
    void close() {
        closed = true;
        wake();
    }

    private void wake() {
        Thread waiting = writer;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Waits until there is room for more.
     *
     * @throws IOException if the connection is closed, or the thread is interrupted meanwhile
     */
    void awaitRoom() throws IOException {
        writer = Thread.currentThread();
        try {
            while (!closed && (isFull() || (bytes.get() > 0 && isOverTotal()))) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("Interrupted while the client was slow to read");
                }
                LockSupport.parkNanos(this, isFull() ? WOKEN_NANOS : LOOK_AGAIN_NANOS);
            }
        } finally {
            writer = null;
        }
        if (closed) {
            throw new ClientGoneException();
        }
    }

    private boolean isFull() {
        return bytes.get() >= limitBytes;
    }
}
