package dev.effe.server.events;

import java.util.concurrent.atomic.AtomicInteger;

/** How much is accepted and not over, what is still being written included. Lock-free, thread-safe. */
final class EventRoom {

    private final int mostEvents;
    private final AtomicInteger events = new AtomicInteger();

    EventRoom(int mostEvents) {
        this.mostEvents = mostEvents;
    }

    /** Takes room for an event, or returns false if there is none. */
    boolean tryTake() {
        if (events.incrementAndGet() > mostEvents) {
            events.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Takes room for what was accepted before, though there may be none. */
    void take(int count) {
        events.addAndGet(count);
    }

    void give(int count) {
        events.addAndGet(-count);
    }
}
