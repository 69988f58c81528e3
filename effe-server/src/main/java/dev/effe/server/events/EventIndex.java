package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import dev.effe.server.journal.Content;
import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import dev.effe.server.log.RateLimitedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every event that is on the disk, and how it stands there: waiting ⇄ in flight → done or failed. It owns the one lock
 * of events, its monitor, the room that they take and the counters. The monitor guards every {@link StoredEvent}; neither
 * the disk, nor the function, nor a destination is waited for in it. Room and counters need no lock. Thread-safe.
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
    private final Marks marks;

    private final Map<UUID, StoredEvent> events = new LinkedHashMap<>();
    /** By the receiver's code. */
    private final EventLine[] lines = new EventLine[Receiver.values().length];
    /** The line that is looked at first, so that each has its turn. */
    private int turn;

    private int failed;
    private boolean stopping;
    /** The folder may be another process's. */
    private boolean closed;

    /** Keeps on the disk how an event stands. Must not block. */
    @FunctionalInterface
    interface Marks {
        void mark(StoredEvent event);
    }

    EventIndex(EventRules rules, Marks marks) {
        this.rules = rules;
        this.marks = marks;
        this.room = new EventRoom(rules.maxEvents(), rules.maxEventsBytes());
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
        long bytes = found.stream().mapToLong(EventIndex::bytes).sum();
        room.take(events.size() - failed, bytes);
    }

    /** The bytes of the disk that an event takes. */
    private static long bytes(StoredEvent event) {
        Place place = event.place();
        long bytes = event.reasonBytes;
        return place == null ? bytes : bytes + place.bytes();
    }

    /** Adds what has been written. */
    synchronized void written(Event event, Place place) {
        StoredEvent stored = new StoredEvent(event);
        stored.putAt(place);
        stored.fresh = event;
        add(stored);
        if (stored.receiver == Receiver.FUNCTION) {
            counters.accepted.increment();
        }
    }

    /** Adds the records of an event in flight, which is over by them. */
    synchronized void replaced(StoredEvent over, List<Event> records, List<Place> places) {
        counters.done.increment();
        land(over, this::forget); // First: a record is told only of what never runs again.
        for (int i = 0; i < records.size(); i++) {
            written(records.get(i), places.get(i));
        }
    }

    /** Wakes whoever waits for what was added. */
    synchronized void tell() {
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

    /** Changes how an event in flight stands. */
    private synchronized void land(StoredEvent event, Consumer<StoredEvent> change) {
        if (!event.inFlight || closed) {
            return;
        }
        line(event.receiver).landed(event);
        if (events.containsKey(event.id)) {
            change.accept(event);
        }
        if (stopping || anyWaits()) {
            notifyAll();
        }
    }

    private boolean anyWaits() {
        for (EventLine line : lines) {
            if (line.waiting() > 0) {
                return true;
            }
        }
        return false;
    }

    /** In flight → gone. */
    void done(StoredEvent event) {
        (event.receiver == Receiver.FUNCTION ? counters.done : counters.told).increment();
        land(event, this::remove);
    }

    /** In flight → gone, given up and told to nobody. */
    void dropped(StoredEvent event) {
        counters.givenUp.increment();
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
            event.dueMillis = System.currentTimeMillis() + rules.retries().millisAfterRefusal(event.refusals);
            line(event.receiver).add(event);
        });
    }

    /** In flight → waiting, after a failed attempt. */
    void attempted(StoredEvent event, int attempts, long dueMillis, Map<String, String> reason) {
        byte[] merged = EventReasons.merged(event, reason);
        land(event, landed -> {
            event.attempts = attempts;
            event.refusals = 0;
            setReason(event, merged);
            postpone(event, dueMillis);
        });
    }

    private void postpone(StoredEvent event, long dueMillis) {
        event.dueMillis = dueMillis;
        line(event.receiver).add(event);
        marks.mark(event);
    }

    private void setReason(StoredEvent event, byte @Nullable [] reason) {
        int bytes = reason == null ? 0 : EventFormat.reasonBytes(reason);
        room.take(0, bytes - event.reasonBytes);
        event.reasonBytes = bytes;
        event.reason = reason;
        event.putReasonAt(null);
    }

    /** The reason of an event is on the disk: nobody has to keep it in memory. */
    synchronized void reasonWritten(StoredEvent event, byte[] reason, Place place) {
        if (Arrays.equals(event.reason, reason) && events.containsKey(event.id)) {
            event.putReasonAt(place);
            event.reason = null;
        }
    }

    /** In flight → failed, for it cannot be read. */
    void damaged(StoredEvent event, String reason) {
        synchronized (this) {
            event.damaged = true;
        }
        failed(event, event.attempts, EventReasons.of(reason));
    }

    /** In flight → failed, and kept for whoever looks into it; the oldest of too many is dropped. */
    void failed(StoredEvent event, int attempts, Map<String, String> reason) {
        counters.givenUp.increment();
        byte[] merged = EventReasons.merged(event, reason);
        land(event, landed -> {
            event.attempts = attempts;
            event.state = State.FAILED;
            failed++;
            room.give(1, 0);
            setReason(event, merged);
            marks.mark(event);
            if (failed > rules.maxEvents()) {
                StoredEvent oldest = select(any -> any.state == State.FAILED, 1).get(0);
                log.warn("Event {} is dropped: more than {} have failed", oldest.id, rules.maxEvents());
                purge(oldest);
            }
        });
    }

    private void remove(StoredEvent event) {
        forget(event);
        marks.mark(event);
    }

    /** → gone, which is on the disk or will be. */
    private void forget(StoredEvent event) {
        events.remove(event.id);
        room.give(1, bytes(event));
        event.state = State.DONE;
        event.reason = null;
        event.putAt(null);
        event.putReasonAt(null);
    }

    // Moving events to other places on the disk.

    /** The event whose record a place has; null if none has it now. */
    synchronized @Nullable StoredEvent at(UUID id, Place place) {
        StoredEvent event = events.get(id);
        return event != null && place.equals(event.place()) ? event : null;
    }

    /** The records of an event as it stands now. */
    synchronized List<Content> again(StoredEvent event, ByteBuffer record, byte @Nullable [] reason) {
        Content again = EventFormat.again(record, event);
        return reason == null ? List.of(again) : List.of(again, EventFormat.standing(event, reason));
    }

    /** They have other places now, but for those that are over or have another reason. */
    synchronized void moved(List<EventMover.Move> moves) {
        for (EventMover.Move move : moves) {
            StoredEvent event = move.event();
            if (move.from().equals(event.place())) {
                event.putAt(move.to());
            }
            if (move.reasonFrom() != null && move.reasonFrom().equals(event.reasonPlace())) {
                event.putReasonAt(move.reasonTo());
            }
        }
    }

    /** A segment is to go: whatever is still in it cannot be read, and goes with it. */
    synchronized void lost(Segment segment) {
        List<StoredEvent> lost =
                segment.isNeeded() ? select(event -> isIn(segment, event.place()), Integer.MAX_VALUE) : List.of();
        for (StoredEvent event : lost) {
            log.error("Event {} is lost: its file is damaged", event.id);
            if (!event.inFlight) {
                takeUp(event);
            }
            forget(event);
        }
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

    private static boolean isIn(Segment segment, @Nullable Place place) {
        return place != null && place.segment() == segment;
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

    /** The event, to be read by whoever asks. */
    synchronized Optional<StoredEvent> get(UUID id) {
        return Optional.ofNullable(events.get(id));
    }

    synchronized boolean isEmpty() {
        return events.isEmpty();
    }

    /** Waiting or failed → due now, as if just accepted: those that fit. Returns how many. */
    int redrive(Predicate<StoredEvent> fits) {
        return change(fits, this::redrive);
    }

    /** Waiting or failed → gone: those that fit. Returns how many. */
    int purge(Predicate<StoredEvent> fits) {
        return change(fits, this::purge);
    }

    private synchronized int change(Predicate<StoredEvent> fits, Consumer<StoredEvent> change) {
        List<StoredEvent> found = select(fits.and(event -> !event.inFlight), Integer.MAX_VALUE);
        found.forEach(change);
        notifyAll();
        return found.size();
    }

    private void purge(StoredEvent event) {
        takeUp(event);
        remove(event);
    }

    private void redrive(StoredEvent event) {
        takeUp(event);
        event.state = State.PENDING;
        event.attempts = 0;
        event.refusals = 0;
        event.sinceMillis = System.currentTimeMillis();
        setReason(event, null);
        postpone(event, event.sinceMillis);
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
