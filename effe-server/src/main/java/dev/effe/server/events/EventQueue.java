package dev.effe.server.events;

import dev.effe.server.events.StoredEvent.State;
import dev.effe.server.journal.LockedException;
import dev.effe.server.log.RateLimitedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events from their acceptance to their end. Accepted means on the disk: from then on each is delivered at least once,
 * whatever becomes of this process, until it is answered or given up by the rules. Thread-safe.
 */
public final class EventQueue implements AutoCloseable {

    /** Told once an event is on the disk, or why it is not. On the writer's thread: must not block. */
    @FunctionalInterface
    public interface Acceptance {
        void told(@Nullable IOException failure);
    }

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);
    private static final RateLimitedLog refusals = new RateLimitedLog(log);

    private static final int WORKERS = 8;

    private final EventRules rules;
    private final EventIndex index;
    private final EventWorkers workers;
    private final EventStore store;
    private final EventRunner runner;

    // Guarded by this.
    private boolean started;
    private boolean closed;

    public EventQueue(EventRules rules, EventTarget target) {
        this(rules, target, place -> null);
    }

    /**
     * Makes it.
     *
     * @param others makes the destinations of places that are neither on the web nor a folder
     */
    public EventQueue(EventRules rules, EventTarget target, Destination.Maker others) {
        this.rules = rules;
        index = new EventIndex(rules, this::mark);
        store = new EventStore(rules, index, this::opened);
        workers = new EventWorkers(index, WORKERS);
        EventAttempts attempts = new EventAttempts(rules, target, index, store, workers);
        EventTellings tellings = new EventTellings(rules, new Destinations(rules, others), index, workers);
        runner = new EventRunner(index, attempts, tellings);
    }

    private void mark(StoredEvent event) {
        store.mark(event);
    }

    private void opened() {
        runner.start();
    }

    /**
     * Looks at the folder of a queue that is to be made.
     *
     * @throws IOException if it is of a build that this one cannot go on from; the message says what to do
     */
    public static void check(EventRules rules) throws IOException {
        EventStore.check(rules.folder());
    }

    /** Begins with what an earlier process has left, if it has. */
    public void start() {
        if (Files.isDirectory(rules.folder())) {
            startWriter();
        }
    }

    /** Returns false if it is closed. */
    private synchronized boolean startWriter() {
        if (!started && !closed) {
            started = true;
            store.start();
        }
        return !closed;
    }

    /** Takes an event on, or returns false if there are too many or too many bytes of them. Never blocks. */
    public boolean tryAccept(Event event, Acceptance acceptance) {
        long bytes = event.storedBytes();
        if (!index.room.tryTake(bytes)) {
            refusals.warn("Events are refused, for max-events or max-events-bytes of them are kept {}", index.room);
            return false;
        }
        if (!startWriter()) {
            index.room.give(1, bytes);
            acceptance.told(new IOException("Events are not kept any more: the server stops"));
            return true;
        }
        store.append(event, failure -> {
            if (failure != null) {
                index.room.give(1, bytes);
            }
            acceptance.told(failure);
        });
        return true;
    }

    /** True if a failure to accept passes by itself: another process is still about to end with this one's folder. */
    public static boolean isTemporary(IOException failure) {
        return failure instanceof LockedException;
    }

    /** From now on no event is begun; accepted ones wait on the disk for the next process. */
    public void stopTaking() {
        index.stop();
    }

    /**
     * Waits until what had begun is over. To be called after {@link #stopTaking}.
     *
     * @return whether it is, but for records that destinations are being told: those are told again
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        return index.awaitIdle(patience);
    }

    /** Writes what is being accepted, and gives the folder to the next process. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        index.stop();
        try {
            store.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
    }

    // For operators. Blocks: changes what is on the disk.

    public EventStats stats() {
        return index.stats();
    }

    /** The names of files of events that could not be read and are put aside. */
    public List<String> damaged() {
        return store.damaged();
    }

    /**
     * The oldest events.
     *
     * @param failed whether to show failed ones; else those that wait or run; null for both
     */
    public List<EventView> list(@Nullable Boolean failed, int most) {
        return index.list(chosen(null, failed), most);
    }

    private static Predicate<StoredEvent> chosen(@Nullable UUID id, @Nullable Boolean failed) {
        return event ->
                (id == null || id.equals(event.id)) && (failed == null || failed == (event.state == State.FAILED));
    }

    public Optional<EventView> find(UUID id) {
        return index.find(id);
    }

    /** An event whole, if it is still there. */
    public Optional<Event> read(UUID id) throws IOException {
        Optional<StoredEvent> event = index.get(id);
        return event.isEmpty() ? Optional.empty() : Optional.of(EventStore.read(event.get()));
    }

    /** Why an event failed, now or at its last attempt: names and texts; empty if it did not or is not there. */
    public Map<String, Object> reason(UUID id) throws IOException {
        Optional<StoredEvent> event = index.get(id);
        return event.isEmpty() ? Map.of() : EventReasons.read(event.get());
    }

    /** Tries events again now, their attempts and their age counted anew. Returns how many; those that run are not. */
    public int redrive(@Nullable UUID id, @Nullable Boolean failed) throws IOException {
        return kept(index.redrive(chosen(id, failed)));
    }

    /** Drops events. Returns how many; those that run are not. */
    public int purge(@Nullable UUID id, @Nullable Boolean failed) throws IOException {
        return kept(index.purge(chosen(id, failed)));
    }

    /** Returns the number of events that have changed, once that is on the disk. */
    private int kept(int changed) throws IOException {
        if (changed > 0) {
            store.flush();
        }
        return changed;
    }
}
