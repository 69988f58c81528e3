package dev.effe.server.events;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of accepted events that are not over, and the bytes of the disk that they and the failed ones take; what
 * is still being written included. Lock-free, thread-safe.
 */
final class EventRoom {

    private final int mostEvents;
    private final long mostBytes;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    EventRoom(int mostEvents, long mostBytes) {
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
    }

    /** Takes room for an event and its bytes, or returns false if there is not enough. */
    boolean tryTake(long size) {
        take(1, size);
        if (events.get() > mostEvents || bytes.get() > mostBytes) {
            give(1, size);
            return false;
        }
        return true;
    }

    /** Takes room for what must be kept, though there may be none. */
    void take(int count, long size) {
        events.addAndGet(count);
        bytes.addAndGet(size);
    }

    void give(int count, long size) {
        events.addAndGet(-count);
        bytes.addAndGet(-size);
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public String toString() {
        return "(events=" + events + "/" + mostEvents + ", bytes=" + bytes + "/" + mostBytes + ")";
    }
}
