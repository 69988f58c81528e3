package dev.effe.server.memory;

/**
 * The memory of one body that is decoded by the call it is for: taken bit by bit, given back together. It never waits: the
 * body as it came is there, and two that wait for each other would wait for ever. Thread-safe.
 */
public final class DecodedRoom implements AutoCloseable {

    private final MemoryBudget memory;

    // Guarded by this.
    private long bytes;
    private boolean closed;

    public DecodedRoom(MemoryBudget memory) {
        this.memory = memory;
    }

    /** Takes so much more, if there is so much now and somebody still wants it. */
    public synchronized boolean tryTake(long more) {
        if (closed || !memory.tryTakeBody(more)) {
            return false;
        }
        bytes += more;
        return true;
    }

    /** Nothing of it is held any more, or will be. */
    @Override
    public void close() {
        long given;
        synchronized (this) {
            given = bytes;
            bytes = 0;
            closed = true;
        }
        memory.giveBody(given);
    }
}
