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

    /** The bound of events that are in memory while they wait: most of them are begun at once. */
    private static final long MOST_FRESH_BYTES = MOST_BYTES / 16;
    /** The bytes that an event takes beside its payload, about. */
    private static final int FRESH_BYTES = 1024;

    private final PriorityQueue<StoredEvent> waiting = new PriorityQueue<>(
            Comparator.<StoredEvent>comparingLong(e -> e.dueMillis).thenComparingLong(e -> e.acceptedMillis));

    private final int mostInFlight;
    private int inFlight;
    private long bytesInFlight;
    private long bytesWaiting;
    private long bytesFresh;

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
        if (freshBytes(event) > MOST_FRESH_BYTES - bytesFresh) {
            event.fresh = null;
        }
        bytesFresh += freshBytes(event);
    }

    private static long freshBytes(StoredEvent event) {
        return event.fresh == null ? 0 : FRESH_BYTES + event.payloadLength;
    }

    void remove(StoredEvent event) {
        if (waiting.remove(event)) {
            leave(event);
        }
    }

    private void leave(StoredEvent event) {
        bytesWaiting -= event.payloadLength;
        bytesFresh -= freshBytes(event);
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
        leave(event);
        bytesInFlight += event.payloadLength;
        return event;
    }

    void landed(StoredEvent event) {
        event.inFlight = false;
        inFlight--;
        bytesInFlight -= event.payloadLength;
    }
}
