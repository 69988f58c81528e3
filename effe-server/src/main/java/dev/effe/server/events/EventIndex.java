package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import dev.effe.server.log.RateLimitedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every event that is on the disk, and how it stands there: waiting ⇄ in flight → done or failed. It owns the one lock
 * of events, its monitor, the room that they take and the counters. The monitor guards every {@link StoredEvent} and
 * their files; small writes to the disk happen in it, and neither the function nor a destination is called. Room and
 * counters need no lock. Thread-safe.
 */
final class EventIndex {

    private static final Logger log = LoggerFactory.getLogger(EventIndex.class);
    private static final RateLimitedLog waits = new RateLimitedLog(log);
    /** AWS's longest age, so that nothing waits unseen for longer. */
    private static final long LONGEST_WAIT_MILLIS = TimeUnit.HOURS.toMillis(6);
    /** Records that one destination is told at once. */
    private static final int MOST_TOLD = 128;

    private final EventRules rules;
    final EventRoom room;
    final EventCounters counters = new EventCounters();
    private final EventReasons reasons;

    private final Map<UUID, StoredEvent> events = new LinkedHashMap<>();
    /** By the receiver's code. */
    private final EventLine[] lines = new EventLine[Receiver.values().length];
    /** The line that is looked at first, so that each has its turn. */
    private int turn;

    private int failed;
    private boolean stopping;
    /** The folder may be another process's. */
    private boolean closed;

    EventIndex(EventRules rules) {
        this.rules = rules;
        this.room = new EventRoom(rules.maxEvents(), rules.maxEventsBytes());
        this.reasons = new EventReasons(rules.folder(), room);
        for (Receiver receiver : Receiver.values()) {
            lines[receiver.code] = new EventLine(receiver == Receiver.FUNCTION ? rules.maxInFlight() : MOST_TOLD);
        }
    }

    private EventLine line(Receiver receiver) {
        return lines[receiver.code];
    }

    /** Adds what an earlier process has left. */
    synchronized void recovered(List<StoredEvent> found) {
        found.forEach(this::add);
        long bytes = found.stream()
                .map(event -> event.file)
                .distinct()
                .mapToLong(EventFile::bytes)
                .sum();
        bytes += found.stream().mapToLong(event -> event.reasonBytes).sum();
        room.take(events.size() - failed, bytes);
    }

    /**
     * Adds what has been written.
     *
     * @param over the events in flight that are over by it: records of them are among what was written
     */
    synchronized void written(List<StoredEvent> added, List<StoredEvent> over) {
        over.forEach(this::done); // First: a record is told only of what never runs again.
        added.forEach(this::add);
        counters.accepted.add(added.stream()
                .filter(event -> event.receiver == Receiver.FUNCTION)
                .count());
        notifyAll();
    }

    private void add(StoredEvent event) {
        events.put(event.id, event);
        if (event.state == State.FAILED) {
            failed++;
        } else {
            line(event.receiver).add(event);
        }
    }

    // The fate of events that are due.

    /** Waits for the next event that is due, and takes it in flight. Returns null when none is to be begun any more. */
    synchronized @Nullable StoredEvent takeDue() throws InterruptedException {
        while (!stopping) {
            long now = System.currentTimeMillis();
            EventLine next = next(now);
            long millis = millisToDue(next, now);
            if (millis == 0) {
                return next.take();
            }
            wait(Math.min(millis, LONGEST_WAIT_MILLIS)); // Whatever the wall clock does meanwhile.
        }
        return null;
    }

    /** The line whose next event is due first; of several that have a due one, each in turn. */
    private EventLine next(long nowMillis) {
        EventLine next = lines[turn];
        for (int i = 1; i < lines.length; i++) {
            EventLine line = lines[(turn + i) % lines.length];
            if (millisToDue(line, nowMillis) < millisToDue(next, nowMillis)) {
                next = line;
            }
        }
        turn = (turn + 1) % lines.length;
        return next;
    }

    private long millisToDue(EventLine line, long nowMillis) {
        long millis = line.millisToDue(nowMillis);
        if (millis == 0 && line == line(Receiver.FUNCTION) && untoldBytes() > rules.maxEventsBytes() / 2) {
            waits.warn("Events wait: the records that destinations are still to be told take {} bytes", untoldBytes());
            return Long.MAX_VALUE;
        }
        return millis;
    }

    /** The bytes of records that are neither told nor given up. */
    private long untoldBytes() {
        long bytes = -line(Receiver.FUNCTION).bytes();
        for (EventLine line : lines) {
            bytes += line.bytes();
        }
        return bytes;
    }

    /** A change that is written to the disk. */
    private interface Change {
        void make(StoredEvent event) throws IOException;
    }

    /** Changes how an event in flight stands. */
    private synchronized void land(StoredEvent event, Change change) {
        if (!event.inFlight || closed) {
            return;
        }
        line(event.receiver).landed(event);
        notifyAll();
        try {
            change.make(event);
        } catch (IOException e) {
            // It stands right in memory; after a restart it is as it was before, and perhaps delivered again.
            log.error("The state of event {} could not be written", event.id, e);
        }
    }

    /** In flight → gone. */
    void done(StoredEvent event) {
        (event.receiver == Receiver.FUNCTION ? counters.done : counters.told).increment();
        land(event, this::remove);
    }

    /** In flight → waiting, as it was before. */
    void putBack(StoredEvent event) {
        land(event, line(event.receiver)::add);
    }

    /** In flight → waiting, for a while that grows with each time in a row, which is not counted as an attempt. */
    void refused(StoredEvent event) {
        land(event, landed -> {
            event.refusals++;
            postpone(event, System.currentTimeMillis() + rules.retries().millisAfterRefusal(event.refusals));
        });
    }

    /** In flight → waiting, after a failed attempt. */
    void attempted(StoredEvent event, int attempts, long dueMillis, Map<String, String> reason) {
        land(event, landed -> {
            event.attempts = attempts;
            event.refusals = 0;
            postpone(event, dueMillis);
            reasons.add(event, reason);
        });
    }

    private void postpone(StoredEvent event, long dueMillis) throws IOException {
        event.dueMillis = dueMillis;
        line(event.receiver).add(event);
        event.file.update(event);
    }

    /** In flight → failed, for it cannot be read. */
    synchronized void damaged(StoredEvent event, String reason) {
        event.damaged = true;
        failed(event, event.attempts, EventReasons.of(reason));
    }

    /** In flight → failed, and kept for whoever looks into it; the oldest of too many is dropped. */
    void failed(StoredEvent event, int attempts, Map<String, String> reason) {
        counters.givenUp.increment();
        land(event, landed -> {
            event.attempts = attempts;
            event.state = State.FAILED;
            failed++;
            room.give(1, 0);
            event.file.update(event);
            reasons.add(event, reason);
            if (failed > rules.maxEvents()) {
                StoredEvent oldest = select(any -> any.state == State.FAILED, 1).get(0);
                log.warn("Event {} is dropped: more than {} have failed", oldest.id, rules.maxEvents());
                purge(oldest);
            }
        });
    }

    private void remove(StoredEvent event) throws IOException {
        events.remove(event.id);
        room.give(1, 0);
        event.state = State.DONE;
        room.give(0, event.file.update(event));
        reasons.drop(event);
    }

    /** From now on none is taken. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** From now on nothing is changed on the disk. */
    synchronized void close() {
        stop();
        closed = true;
    }

    /**
     * Waits until what is in flight has landed.
     *
     * @return whether the function's has: a record that is being told meanwhile is on the disk, and is told again
     */
    synchronized boolean awaitIdle(Duration patience) throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        long millis = patience.toMillis();
        while (inFlight() > 0 && millis > 0) {
            wait(millis);
            millis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        }
        return line(Receiver.FUNCTION).inFlight() == 0;
    }

    private int inFlight() {
        int sum = 0;
        for (EventLine line : lines) {
            sum += line.inFlight();
        }
        return sum;
    }

    // The operators' views and actions.

    synchronized EventStats stats() {
        EventLine function = line(Receiver.FUNCTION);
        int pending = events.size() - failed;
        int untold = pending - function.waiting() - function.inFlight();
        return counters.with(pending, function.inFlight(), untold, failed, room.bytes());
    }

    /** The oldest of those that fit. */
    synchronized List<EventView> list(Predicate<StoredEvent> fits, int most) {
        return select(fits, most).stream().map(EventView::of).toList();
    }

    private List<StoredEvent> select(Predicate<StoredEvent> fits, int most) {
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

    synchronized Optional<EventView> find(UUID id) {
        return Optional.ofNullable(events.get(id)).map(EventView::of);
    }

    /** An event whole, if it is still there. */
    synchronized Optional<Event> read(UUID id) throws IOException {
        StoredEvent event = events.get(id);
        return event == null ? Optional.empty() : Optional.of(event.file.read(event));
    }

    /** Why an event failed; empty if it did not or is not there. */
    synchronized Map<String, Object> reason(UUID id) throws IOException {
        StoredEvent event = events.get(id);
        return event == null ? Map.of() : reasons.read(event);
    }

    /** Waiting or failed → due now, as if just accepted: those that fit. Returns how many. */
    int redrive(Predicate<StoredEvent> fits) throws IOException {
        return change(fits, this::redrive);
    }

    /** Waiting or failed → gone: those that fit. Returns how many. */
    int purge(Predicate<StoredEvent> fits) throws IOException {
        return change(fits, this::purge);
    }

    private synchronized int change(Predicate<StoredEvent> fits, Change change) throws IOException {
        List<StoredEvent> found = select(fits.and(event -> !event.inFlight), Integer.MAX_VALUE);
        for (StoredEvent event : found) {
            change.make(event);
        }
        notifyAll();
        return found.size();
    }

    private void purge(StoredEvent event) throws IOException {
        takeUp(event);
        remove(event);
    }

    private void redrive(StoredEvent event) throws IOException {
        takeUp(event);
        event.state = State.PENDING;
        event.attempts = 0;
        event.refusals = 0;
        event.sinceMillis = System.currentTimeMillis();
        postpone(event, event.sinceMillis);
        reasons.drop(event);
    }

    /** Waiting or failed → neither, and counted as pending. */
    private void takeUp(StoredEvent event) {
        if (event.state == State.FAILED) {
            failed--;
            room.take(1, 0);
        } else {
            line(event.receiver).remove(event);
        }
    }
}
