package dev.effe.server.http;

import dev.effe.server.dispatch.ClientGoneException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, or of one stream of HTTP/2, that its client has not taken yet, within a total for all
 * connections. Slows down whoever writes faster than the client reads. Thread-safe; at most one thread waits.
 */
final class Unsent {

    /** Another connection's progress frees the total, and does not wake this one's writer. */
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    /** This connection's own progress does. */
    private static final long WOKEN_NANOS = 1_000_000_000;

    private static final int LARGE_PART_BYTES = 64 * 1024;
    /** While the total is tight, what a stream sends at once at least: a thousand that take nothing hold 8 MiB. */
    private static final int SMALL_PART_BYTES = ResponseStream.HELD_BYTES;

    private final UnsentTotal total;
    private final long limitBytes;
    private final Runnable reset;
    private final AtomicLong bytes = new AtomicLong();
    /** What it held when it was sent away. */
    private final AtomicLong leavingBytes = new AtomicLong();

    /** Only ever grows: whoever sees it twice knows whether the client has taken something in between. */
    private final AtomicLong sentBytes = new AtomicLong();

    /** When the client last took something, or had nothing to take. */
    private volatile long progressNanos;

    private volatile boolean closed;
    private volatile @Nullable Thread writer;

    /** @param reset resets the connection or the stream; called on any thread, once at most */
    Unsent(UnsentTotal total, long limitBytes, Runnable reset) {
        this.total = total;
        this.limitBytes = limitBytes;
        this.reset = reset;
    }

    void add(long count) {
        boolean first = isEmpty();
        if (first) {
            progressNanos = total.nanos(); // Before anybody can take it for stalled.
        }
        bytes.addAndGet(count);
        total.add(count);
        if (first) {
            total.held(this);
        }
    }

    void sent(long count) {
        progressed(count);
        bytes.addAndGet(-count);
        total.add(-count);
        if (isEmpty()) {
            total.held(this);
            total.left(leavingBytes.getAndSet(0));
        }
        wake();
    }

    /** The client took a part of something that is counted until all of it is sent. */
    void progressed(long count) {
        sentBytes.addAndGet(count);
        progressNanos = total.nanos();
    }

    /** A number that changes with everything that the client takes. */
    long progress() {
        return sentBytes.get();
    }

    long bytes() {
        return bytes.get();
    }

    boolean isEmpty() {
        return bytes.get() == 0;
    }

    /** For how long the client has taken nothing of what it is to take; 0 for one that is on its way out. */
    long stalledNanos(long nowNanos) {
        return isEmpty() || closed || leavingBytes.get() > 0 ? 0 : nowNanos - progressNanos;
    }

    /** Has the connection reset. Returns how many bytes that frees soon: 0 if there are none, or it was done before. */
    long sendAway() {
        long held = bytes.get();
        if (held == 0 || !leavingBytes.compareAndSet(0, held)) {
            return 0;
        }
        if (isEmpty() && leavingBytes.compareAndSet(held, 0)) {
            return 0; // All was sent just now.
        }
        reset.run();
        return held;
    }

    /** Whether it is still to be reset, now that its event loop comes to it: not if all is sent meanwhile. */
    boolean isToLeave() {
        return leavingBytes.get() > 0;
    }

    /** Whether there is room for what this one holds, made if need be by those who have taken nothing for longest. */
    boolean hasRoom() {
        return total.makeRoom(this);
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
     * Waits until there is room for more. A connection that has the total for itself may hold as much as its limit, one
     * among many that take nothing just a part at a time.
     *
     * @return how many bytes the next part may have at most
     * @throws IOException if the connection is closed, or the thread is interrupted meanwhile
     */
    int awaitRoom() throws IOException {
        writer = Thread.currentThread();
        try {
            while (!closed && (isFull() || (!isEmpty() && total.isTight(this)))) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("Interrupted while the client was slow to read");
                }
                total.makeRoomSoon(this);
                LockSupport.parkNanos(this, !isFull() && total.isOver(this) ? LOOK_AGAIN_NANOS : WOKEN_NANOS);
            }
        } finally {
            writer = null;
        }
        if (closed) {
            throw new ClientGoneException();
        }
        return total.isTight(this) ? SMALL_PART_BYTES : LARGE_PART_BYTES;
    }

    private boolean isFull() {
        return bytes.get() >= limitBytes;
    }
}
