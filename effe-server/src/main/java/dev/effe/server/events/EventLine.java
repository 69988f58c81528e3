package dev.effe.server.events;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The events for one receiver: those that wait for their time, and how many are being dealt with. Guarded by the lock of
 * {@link EventIndex}.
 */
final class EventLine {

    /** The bound of payloads that are in memory at once: a part of the heap, and one event of any size. */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final PriorityQueue<StoredEvent> waiting = new PriorityQueue<>(
            Comparator.<StoredEvent>comparingLong(e -> e.dueMillis).thenComparingLong(e -> e.acceptedMillis));

    private final int mostInFlight;
    private int inFlight;
    private long bytesInFlight;
    private long bytesWaiting;

    EventLine(int mostInFlight) {
        this.mostInFlight = mostInFlight;
    }

    int waiting() {
        return waiting.size();
    }

    int inFlight() {
        return inFlight;
    }

    /** The bytes of the payloads of all its events. */
    long bytes() {
        return bytesWaiting + bytesInFlight;
    }

    void add(StoredEvent event) {
        waiting.add(event);
        bytesWaiting += event.payloadLength;
    }

    void remove(StoredEvent event) {
        if (waiting.remove(event)) {
            bytesWaiting -= event.payloadLength;
        }
    }

    /** Milliseconds until an event is to be begun; 0 if one is; the longest time if none is before something changes. */
    long millisToDue(long nowMillis) {
        StoredEvent next = waiting.peek();
        return next == null || isFullFor(next) ? Long.MAX_VALUE : Math.max(0, next.dueMillis - nowMillis);
    }

    private boolean isFullFor(StoredEvent next) {
        boolean manyBytes = inFlight > 0 && bytesInFlight + next.payloadLength > MOST_BYTES;
        return inFlight >= mostInFlight || manyBytes;
    }

    /** WAITING → in flight. There must be one. */
    StoredEvent take() {
        StoredEvent event = waiting.remove();
        event.inFlight = true;
        inFlight++;
        bytesWaiting -= event.payloadLength;
        bytesInFlight += event.payloadLength;
        return event;
    }

    void landed(StoredEvent event) {
        event.inFlight = false;
        inFlight--;
        bytesInFlight -= event.payloadLength;
    }
}
