package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that begins events when they are due, and what becomes of each: in flight → waiting, done or failed. What
 * blocks happens on workers, while the event still counts as in flight. Thread-safe.
 */
final class EventRunner {

    private static final Logger log = LoggerFactory.getLogger(EventRunner.class);
    /** AWS's longest age, so that nothing waits unseen for longer. */
    private static final long LONGEST_WAIT_MILLIS = TimeUnit.HOURS.toMillis(6);

    private final EventRules rules;
    private final EventTarget target;
    private final Executor workers;
    private final EventEnds ends;
    private final AtomicInteger held;
    private final Thread thread = new Thread(this::run, "effe-events");

    private final LongAdder done = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    private final ReentrantLock lock;
    private final java.util.concurrent.locks.Condition changed;

    // Guarded by lock.
    private final EventIndex index;
    private boolean stopping;
    /** The folder may be another process's. */
    private boolean closed;

    EventRunner(
            EventRules rules,
            EventTarget target,
            Executor workers,
            EventEnds ends,
            EventIndex index,
            ReentrantLock lock,
            java.util.concurrent.locks.Condition changed,
            AtomicInteger held) {
        this.rules = rules;
        this.target = target;
        this.workers = workers;
        this.ends = ends;
        this.index = index;
        this.lock = lock;
        this.changed = changed;
        this.held = held;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is changed on the disk. */
    void close() {
        lock.lock();
        try {
            stopping = true;
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long done() {
        return done.sum();
    }

    long errors() {
        return errors.sum();
    }

    long givenUp() {
        return givenUp.sum();
    }

    private void run() {
        try {
            StoredEvent next = takeDue();
            while (next != null) {
                begin(next);
                next = takeDue();
            }
        } catch (InterruptedException e) {
            log.error("Events are no longer delivered: their thread was interrupted", e);
        }
    }

    /** Waits for the next event that is due. Returns null when none is to be begun any more. */
    private @Nullable StoredEvent takeDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopping) {
                long millis = index.millisToDue(System.currentTimeMillis());
                if (index.inFlight() >= rules.maxInFlight()) {
                    changed.await();
                } else if (millis == 0) {
                    return index.take();
                } else {
                    // Whatever the wall clock does meanwhile, it is looked at again.
                    changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_WAIT_MILLIS)));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void begin(StoredEvent stored) {
        try {
            Event event = stored.file.read(stored);
            String destination = event.destination();
            if (destination != null) {
                onWorker(stored, () -> tellAgain(stored, event, URI.create(destination)));
            } else if (rules.retries().isTooOld(stored.sinceMillis, System.currentTimeMillis())) {
                onWorker(stored, () -> giveUp(stored, event, Condition.EVENT_AGE_EXCEEDED, null));
            } else {
                target.deliver(event, result -> onWorker(stored, () -> ended(stored, event, result)));
            }
        } catch (IOException e) {
            log.error("Event {} cannot be read and is not delivered", stored.id, e);
            held.decrementAndGet();
            land(stored, () -> fail(stored));
        } catch (RuntimeException | Error e) {
            log.error("Event {} could not be begun", stored.id, e);
            land(stored, () -> index.putBack(stored));
        }
    }

    /** A step that may fail for the disk or a destination. */
    private interface Step {
        void make() throws IOException, InterruptedException;
    }

    private void onWorker(StoredEvent stored, Step step) {
        try {
            workers.execute(() -> make(stored, step));
        } catch (RuntimeException | Error e) {
            land(stored, () -> index.putBack(stored)); // Such as no thread; or the server has stopped.
        }
    }

    private void make(StoredEvent stored, Step step) {
        try {
            step.make();
        } catch (InterruptedException e) {
            land(stored, () -> index.putBack(stored));
        } catch (IOException | RuntimeException | Error e) {
            log.error("What came of event {} could not be kept: it will be tried again", stored.id, e);
            land(stored, () -> refused(stored));
        }
    }

    /** Changes how an event in flight stands. */
    private void land(StoredEvent stored, Step change) {
        lock.lock();
        try {
            if (stored.inFlight && !closed) {
                change.make();
            }
        } catch (IOException | InterruptedException e) {
            // It stands right in memory; after a restart it is as it was before, and perhaps delivered again.
            log.error("How event {} stands could not be written", stored.id, e);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    private void ended(StoredEvent stored, Event event, Result result) throws IOException, InterruptedException {
        switch (result.kind) {
            case ANSWERED -> {
                ends.succeeded(event, stored.attempts + 1, result);
                finish(stored);
            }
            case FUNCTION_ERROR -> failed(stored, event, result);
            case REFUSED -> land(stored, () -> refused(stored));
            case STOPPING -> land(stored, () -> index.putBack(stored));
        }
    }

    private void failed(StoredEvent stored, Event event, Result result) throws IOException, InterruptedException {
        errors.increment();
        int attempts = stored.attempts + 1;
        long due = System.currentTimeMillis() + rules.retries().millisAfterError(attempts);
        if (rules.retries().isLast(attempts)) {
            stored.attempts = attempts;
            giveUp(stored, event, Condition.RETRIES_EXHAUSTED, result);
        } else if (rules.retries().isTooOld(stored.sinceMillis, due)) {
            stored.attempts = attempts;
            giveUp(stored, event, Condition.EVENT_AGE_EXCEEDED, result);
        } else {
            land(stored, () -> {
                stored.attempts = attempts;
                stored.refusals = 0;
                stored.dueMillis = due;
                index.postpone(stored);
            });
        }
    }

    private void refused(StoredEvent stored) throws IOException {
        stored.refusals++;
        stored.dueMillis = System.currentTimeMillis() + rules.retries().millisAfterRefusal(stored.refusals);
        index.postpone(stored);
    }

    private void giveUp(StoredEvent stored, Event event, Condition condition, @Nullable Result last)
            throws IOException, InterruptedException {
        log.warn("Event {} is given up after {} attempts: {}", stored.id, stored.attempts, condition);
        boolean told = ends.failed(event, condition, stored.attempts, last);
        givenUp.increment();
        if (told) {
            finish(stored);
        } else {
            held.decrementAndGet();
            land(stored, () -> fail(stored));
        }
    }

    private void finish(StoredEvent stored) {
        land(stored, () -> index.done(stored));
        held.decrementAndGet();
        done.increment();
    }

    private void fail(StoredEvent stored) throws IOException {
        index.fail(stored);
        if (index.failed() > rules.maxEvents()) {
            List<StoredEvent> oldest = index.select(event -> event.state == StoredEvent.State.FAILED, 1);
            log.warn("Event {} is dropped: more than {} have failed", oldest.get(0).id, rules.maxEvents());
            index.purge(oldest.get(0));
        }
    }

    private void tellAgain(StoredEvent stored, Event record, URI destination) throws InterruptedException {
        try {
            ends.tellAgain(destination, record);
            finish(stored);
        } catch (IOException e) {
            if (rules.retries().isTooOld(stored.sinceMillis, System.currentTimeMillis())) {
                log.error("{} could not be told of {}", destination, record.id(), e);
                givenUp.increment();
                held.decrementAndGet();
                land(stored, () -> fail(stored));
            } else {
                land(stored, () -> refused(stored));
            }
        }
    }
}
