package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every event that is on the disk, and which of them is due next. Guarded by its queue's lock. */
final class EventIndex {

    private final Map<UUID, StoredEvent> events = new LinkedHashMap<>();
    /** Those that wait for their time. */
    private final PriorityQueue<StoredEvent> waiting = new PriorityQueue<>(
            Comparator.<StoredEvent>comparingLong(e -> e.dueMillis).thenComparingLong(e -> e.acceptedMillis));

    private int inFlight;
    private int failed;

    void add(StoredEvent event) {
        events.put(event.id, event);
        if (event.state == State.FAILED) {
            failed++;
        } else {
            waiting.add(event);
        }
    }

    @Nullable StoredEvent find(UUID id) {
        return events.get(id);
    }

    int size() {
        return events.size();
    }

    int pending() {
        return events.size() - failed;
    }

    int failed() {
        return failed;
    }

    int inFlight() {
        return inFlight;
    }

    /** Milliseconds until an event is due; 0 if one is. */
    long millisToDue(long nowMillis) {
        StoredEvent next = waiting.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.dueMillis - nowMillis);
    }

    /** WAITING → in flight. There must be one. */
    StoredEvent take() {
        StoredEvent event = waiting.remove();
        event.inFlight = true;
        inFlight++;
        return event;
    }

    /** In flight → waiting. */
    void postpone(StoredEvent event) throws IOException {
        landed(event);
        waiting.add(event);
        event.file.update(event);
    }

    /** In flight → waiting, as it was before. */
    void putBack(StoredEvent event) {
        landed(event);
        waiting.add(event);
    }

    /** In flight → gone. */
    void done(StoredEvent event) throws IOException {
        landed(event);
        remove(event);
    }

    /** In flight → failed, and kept. */
    void fail(StoredEvent event) throws IOException {
        landed(event);
        failed++;
        event.state = State.FAILED;
        event.file.update(event);
    }

    private void landed(StoredEvent event) {
        event.inFlight = false;
        inFlight--;
    }

    private void remove(StoredEvent event) throws IOException {
        events.remove(event.id);
        event.state = State.DONE;
        event.file.update(event);
    }

    /** Waiting or failed → gone. */
    void purge(StoredEvent event) throws IOException {
        if (event.state == State.FAILED) {
            failed--;
        } else {
            waiting.remove(event);
        }
        remove(event);
    }

    /** Waiting or failed → due now, as if it had just been accepted. */
    void redrive(StoredEvent event, long nowMillis) throws IOException {
        if (event.state == State.FAILED) {
            failed--;
        } else {
            waiting.remove(event);
        }
        event.state = State.PENDING;
        event.attempts = 0;
        event.refusals = 0;
        event.sinceMillis = nowMillis;
        event.dueMillis = nowMillis;
        waiting.add(event);
        event.file.update(event);
    }

    /** Those that fit and are not in flight, in the order of acceptance. */
    List<StoredEvent> select(Predicate<StoredEvent> fits, int most) {
        List<StoredEvent> found = new ArrayList<>();
        for (StoredEvent event : events.values()) {
            if (found.size() == most) {
                break;
            }
            if (fits.test(event)) {
                found.add(event);
            }
        }
        return found;
    }
}
