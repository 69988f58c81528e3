package dev.effe.server.http.exchange;

import dev.effe.server.dispatch.ClientGoneException;
import dev.effe.server.http.message.ResponseStream;
import dev.effe.server.memory.MemoryBudget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, or of one stream of HTTP/2, that its client has not taken yet, as a part of the memory
 * for all. Slows down whoever writes faster than the client reads. Thread-safe; at most one thread waits.
 */
public final class Unsent {

    /** Another connection's progress makes room, and does not wake this one's writer. */
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    /** This connection's own progress does. */
    private static final long WOKEN_NANOS = 1_000_000_000;

    private static final int LARGE_PART_BYTES = 64 * 1024;
    /** When half of the memory is used, what a stream sends at once: a thousand that take nothing hold 8 MiB. */
    private static final int SMALL_PART_BYTES = ResponseStream.HELD_BYTES;

    private final MemoryBudget memory;
    private final long limitBytes;
    private final AtomicLong bytes = new AtomicLong();

    /** Only ever grows: whoever sees it twice knows whether the client has taken something in between. */
    private final AtomicLong sentBytes = new AtomicLong();

    private volatile boolean closed;
    private volatile @Nullable Thread writer;

    Unsent(MemoryBudget memory, long limitBytes) {
        this.memory = memory;
        this.limitBytes = limitBytes;
    }

    public void add(long count) {
        bytes.addAndGet(count);
        memory.takeAnswer(count);
    }

    public void sent(long count) {
        progressed(count);
        bytes.addAndGet(-count);
        memory.giveAnswer(count);
        wake();
    }

    /** The client took a part of something that is counted until all of it is sent. */
    void progressed(long count) {
        sentBytes.addAndGet(count);
    }

    /** A number that changes with everything that the client takes. */
    public long progress() {
        return sentBytes.get();
    }

    public boolean isEmpty() {
        return bytes.get() == 0;
    }

    /** The connection is over: whoever waits, waits in vain. */
    public void close() {
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
     * Waits until there is room for more. A connection that has the memory for itself may hold as much as its limit, one
     * among many that take nothing just a part at a time.
     *
     * @return how many bytes the next part may have at most
     * @throws IOException if the connection is closed, or the thread is interrupted meanwhile
     */
    int awaitRoom() throws IOException {
        writer = Thread.currentThread();
        try {
            while (!closed && (isFull() || (!isEmpty() && isTight()))) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("Interrupted while the client was slow to read");
                }
                boolean waitsForOthers = !isFull() && memory.isUsedUp(bytes.get());
                LockSupport.parkNanos(this, waitsForOthers ? LOOK_AGAIN_NANOS : WOKEN_NANOS);
            }
        } finally {
            writer = null;
        }
        checkOpen();
        return isTight() ? memory.partBytes(SMALL_PART_BYTES, LARGE_PART_BYTES) : LARGE_PART_BYTES;
    }

    /** @throws IOException if the connection is closed */
    void checkOpen() throws IOException {
        if (closed) {
            throw new ClientGoneException();
        }
    }

    private boolean isTight() {
        return memory.isTight(bytes.get());
    }

    private boolean isFull() {
        return bytes.get() >= limitBytes;
    }
}
