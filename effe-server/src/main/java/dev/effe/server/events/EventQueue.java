package dev.effe.server.events;

import dev.effe.server.events.EventWriter.Written;
import dev.effe.server.events.StoredEvent.State;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    /**
     * An event as operators see it.
     *
     * @param state {@code waiting}, {@code running} or {@code failed}
     * @param attempts runs of the function that are over
     * @param nextAttemptAt when it is due; null if it is not waiting
     * @param payloadBytes its size
     */
    public record View(
            UUID id,
            String state,
            int attempts,
            Instant acceptedAt,
            @Nullable Instant nextAttemptAt,
            int payloadBytes) {}

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private static final int WORKERS = 8;

    private final EventRules rules;
    private final EventWriter writer;
    private final EventRunner runner;
    /** For what waits for files and destinations: the functions' workers may be event loops. */
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), EventQueue::newWorker);

    private final AtomicBoolean started = new AtomicBoolean();

    /** Accepted and neither done nor failed, those that are still being written among them. */
    private final AtomicInteger held = new AtomicInteger();

    private final LongAdder accepted = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when an event may be due, or has landed. */
    private final Condition changed = lock.newCondition();
    /** Guarded by lock. */
    private final EventIndex index = new EventIndex();

    public EventQueue(EventRules rules, EventTarget target) {
        this.rules = rules;
        workers.allowCoreThreadTimeOut(true);
        writer = new EventWriter(() -> EventStore.open(rules.folder()), new EventWriter.Listener() {
            @Override
            public void opened(List<StoredEvent> recovered) {
                EventQueue.this.opened(recovered);
            }

            @Override
            public void written(List<StoredEvent> events) {
                EventQueue.this.written(events);
            }
        });
        EventEnds ends = new EventEnds(rules, this::keep);
        runner = new EventRunner(rules, target, workers, ends, index, lock, changed, held);
    }

    private static Thread newWorker(Runnable task) {
        Thread thread = new Thread(task, "effe-event-worker");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins with what an earlier process has left, if it has. */
    public void start() {
        if (Files.isDirectory(rules.folder())) {
            startWriter();
        }
    }

    private void startWriter() {
        if (started.compareAndSet(false, true)) {
            writer.start();
        }
    }

    private void opened(List<StoredEvent> recovered) {
        lock.lock();
        try {
            recovered.forEach(index::add);
            held.addAndGet(index.pending());
        } finally {
            lock.unlock();
        }
        if (!recovered.isEmpty()) {
            log.info("Going on with {} events of {}", recovered.size(), rules.folder());
        }
        runner.start();
    }

    private void written(List<StoredEvent> events) {
        lock.lock();
        try {
            events.forEach(index::add);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes an event on, or returns false if there are too many. Never blocks. */
    public boolean tryAccept(Event event, Acceptance acceptance) {
        if (held.incrementAndGet() > rules.maxEvents()) {
            held.decrementAndGet();
            return false;
        }
        startWriter();
        write(event, acceptance::told);
        return true;
    }

    private void write(Event event, Written written) {
        writer.write(event, failure -> {
            if (failure == null) {
                accepted.increment();
            } else {
                held.decrementAndGet();
            }
            written.told(failure);
        });
    }

    /** Keeps a record that a destination could not be told. Blocks until it is on the disk. */
    private void keep(Event record) throws IOException, InterruptedException {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        held.incrementAndGet();
        write(record, failure -> {
            if (failure == null) {
                written.complete(true);
            } else {
                written.completeExceptionally(failure);
            }
        });
        try {
            written.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Whether a failure to accept passes by itself: another process is still about to end with this one's folder. */
    public static boolean isTemporary(IOException failure) {
        return failure instanceof EventStore.LockedException;
    }

    /** From now on no event is begun; accepted ones wait on the disk for the next process. */
    public void stopTaking() {
        runner.stop();
    }

    /**
     * Waits until what had begun is over. To be called after {@link #stopTaking}.
     *
     * @return whether it is
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (index.inFlight() > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return index.inFlight() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is being accepted, and gives the folder to the next process. */
    @Override
    public void close() {
        runner.close();
        workers.shutdown();
        try {
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // For operators. Blocks: changes what is on the disk.

    public EventStats stats() {
        lock.lock();
        try {
            return new EventStats(
                    index.pending(),
                    index.inFlight(),
                    index.failed(),
                    accepted.sum(),
                    runner.done(),
                    runner.errors(),
                    runner.givenUp());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest events.
     *
     * @param failed whether to show failed ones; else those that wait or run; null for both
     */
    public List<View> list(@Nullable Boolean failed, int most) {
        lock.lock();
        try {
            return index.select(in(failed), most).stream().map(EventQueue::view).toList();
        } finally {
            lock.unlock();
        }
    }

    private static Predicate<StoredEvent> in(@Nullable Boolean failed) {
        return event -> failed == null || failed == (event.state == State.FAILED);
    }

    private static View view(StoredEvent event) {
        boolean failed = event.state == State.FAILED;
        return new View(
                event.id,
                failed ? "failed" : event.inFlight ? "running" : "waiting",
                event.attempts,
                Instant.ofEpochMilli(event.acceptedMillis),
                failed || event.inFlight ? null : Instant.ofEpochMilli(event.dueMillis),
                event.payloadLength);
    }

    public Optional<View> find(UUID id) {
        lock.lock();
        try {
            return Optional.ofNullable(index.find(id)).map(EventQueue::view);
        } finally {
            lock.unlock();
        }
    }

    /** An event whole, if it is still there. */
    public Optional<Event> read(UUID id) throws IOException {
        lock.lock();
        try {
            StoredEvent event = index.find(id);
            return event == null ? Optional.empty() : Optional.of(event.file.read(event));
        } finally {
            lock.unlock();
        }
    }

    /** What an operator does with events. */
    private interface Change {
        void make(StoredEvent event) throws IOException;
    }

    /** Tries events again now, their attempts and their age counted anew. Returns how many; those that run are not. */
    public int redrive(@Nullable UUID id, @Nullable Boolean failed) throws IOException {
        return change(id, failed, event -> {
            if (event.state == State.FAILED) {
                held.incrementAndGet();
            }
            index.redrive(event, System.currentTimeMillis());
        });
    }

    /** Drops events. Returns how many; those that run are not. */
    public int purge(@Nullable UUID id, @Nullable Boolean failed) throws IOException {
        return change(id, failed, event -> {
            if (event.state != State.FAILED) {
                held.decrementAndGet();
            }
            index.purge(event);
        });
    }

    private int change(@Nullable UUID id, @Nullable Boolean failed, Change change) throws IOException {
        lock.lock();
        try {
            Predicate<StoredEvent> fits =
                    in(failed).and(event -> !event.inFlight && (id == null || id.equals(event.id)));
            List<StoredEvent> found = index.select(fits, Integer.MAX_VALUE);
            for (StoredEvent event : found) {
                change.make(event);
            }
            changed.signalAll();
            return found.size();
        } finally {
            lock.unlock();
        }
    }
}
