package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events to the function, and decides by the rules what becomes of each. A destination's record is on the disk
 * before the event is over, and told later: so no event runs again because a destination failed. Thread-safe.
 */
final class EventAttempts {

    private static final Logger log = LoggerFactory.getLogger(EventAttempts.class);
    /** Between attempts to write that an event is over, for instance to a full disk. */
    private static final int KEEP_AGAIN_SECONDS = 1;

    private final EventRules rules;
    private final EventTarget target;
    private final EventEnds ends;
    private final EventIndex index;
    private final EventStore store;
    private final EventWorkers workers;

    EventAttempts(EventRules rules, EventTarget target, EventIndex index, EventStore store, EventWorkers workers) {
        this.rules = rules;
        this.target = target;
        this.ends = new EventEnds(rules);
        this.index = index;
        this.store = store;
        this.workers = workers;
    }

    /** Must not block, nor does it. */
    void begin(StoredEvent stored, Event event) {
        if (retries(event).isTooOld(stored.sinceMillis, System.currentTimeMillis())) {
            workers.land(stored, () -> giveUp(stored, event, stored.attempts, Condition.EVENT_AGE_EXCEEDED, null));
        } else {
            target.deliver(event, result -> told(stored, event, result));
        }
    }

    /** Must not block: nor does it to say that an event is over, so no other thread is woken for that. */
    private void told(StoredEvent stored, Event event, Result result) {
        if (result.kind == Result.Kind.ANSWERED && !ends.tellSuccess(event)) {
            index.done(stored);
        } else {
            workers.land(stored, () -> ended(stored, event, result));
        }
    }

    private RetryRules retries(Event event) {
        return EventTerms.of(event).retries(rules.retries());
    }

    private void ended(StoredEvent stored, Event event, Result result) {
        switch (result.kind) {
            case ANSWERED -> keep(stored, List.of(ends.succeeded(event, stored.attempts + 1, result)));
            case FUNCTION_ERROR -> failed(stored, event, result);
            case REFUSED -> index.refused(stored);
            case BLOCKED -> blocked(stored, event);
            case STOPPING -> index.putBack(stored);
        }
    }

    private void failed(StoredEvent stored, Event event, Result result) {
        index.counters.errors.increment();
        int attempts = stored.attempts + 1;
        RetryRules retries = retries(event);
        long due = System.currentTimeMillis() + retries.millisAfterError(attempts);
        if (retries.isLast(attempts)) {
            giveUp(stored, event, attempts, Condition.RETRIES_EXHAUSTED, result);
        } else if (retries.isTooOld(stored.sinceMillis, due)) {
            giveUp(stored, event, attempts, Condition.EVENT_AGE_EXCEEDED, result);
        } else {
            index.attempted(stored, attempts, due, EventReasons.of(null, result));
        }
    }

    /** As AWS does it, if somebody is told of it; else the event waits, up to its age. */
    private void blocked(StoredEvent stored, Event event) {
        List<Event> records = ends.failed(event, Condition.ZERO_RESERVED_CONCURRENCY, stored.attempts, null);
        if (records.isEmpty()) {
            index.refused(stored);
        } else {
            index.counters.givenUp.increment();
            keep(stored, records);
        }
    }

    private void giveUp(StoredEvent stored, Event event, int attempts, Condition condition, @Nullable Result last) {
        List<Event> records = ends.failed(event, condition, attempts, last);
        boolean isDropped = records.isEmpty() && !rules.keepFailed();
        log.warn(
                "Event {} for {} is given up after {} attempts{}: {}",
                stored.id,
                event.functionArn(),
                attempts,
                isDropped ? " and dropped" : "",
                condition);
        if (isDropped) {
            index.dropped(stored);
        } else if (records.isEmpty()) {
            index.failed(stored, attempts, EventReasons.of(condition, last));
        } else {
            index.counters.givenUp.increment();
            keep(stored, records);
        }
    }

    private void keep(StoredEvent stored, List<Event> records) {
        long bytes = records.stream().mapToLong(Event::storedBytes).sum();
        index.room.take(records.size(), bytes);
        store.replace(stored, records, failure -> {
            if (failure != null) {
                index.room.give(records.size(), bytes);
                keepAgain(stored, records);
            }
        });
    }

    /** The event stays in flight: if the disk is full, so few begin that what they answer fits into memory. */
    private void keepAgain(StoredEvent stored, List<Event> records) {
        Executor later = CompletableFuture.delayedExecutor(KEEP_AGAIN_SECONDS, TimeUnit.SECONDS, workers);
        if (index.isStopping()) {
            index.putBack(stored);
        } else {
            later.execute(() -> workers.land(stored, () -> keep(stored, records)));
        }
    }
}
