package dev.effe.server.events;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.net.Mask;
import dev.effe.server.threads.Fatal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records to their destinations, again and again until one is too old, as an event that the function refuses.
 * Whatever a destination throws is such a failure. Thread-safe.
 */
final class EventTellings {

    private static final Logger log = LoggerFactory.getLogger(EventTellings.class);

    private final EventRules rules;
    private final EventEnds ends;
    private final Destinations destinations;
    private final EventIndex index;
    private final EventWorkers workers;
    private final Map<Receiver, RateLimitedLog> failures = new ConcurrentHashMap<>();

    EventTellings(EventRules rules, Destinations destinations, EventIndex index, EventWorkers workers) {
        this.rules = rules;
        this.ends = new EventEnds(rules);
        this.destinations = destinations;
        this.index = index;
        this.workers = workers;
    }

    /** Must not block, nor does it. */
    void begin(StoredEvent stored, Event record) {
        String name = EventEnds.nameOf(record);
        try {
            Optional<URI> place = ends.placeOf(record);
            Destination destination = place.isEmpty() ? null : destinations.of(stored.receiver, place.get());
            if (destination == null) {
                giveUp(stored, record, new IllegalStateException("the setting is off since this server started"));
            } else {
                destination.send(
                        name,
                        EventEnds.sentWith(record),
                        record.payload(),
                        failure -> workers.land(stored, () -> ended(stored, record, failure)));
            }
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            workers.land(stored, () -> ended(stored, record, e));
        }
    }

    private void ended(StoredEvent stored, Event record, @Nullable Throwable failure) {
        if (failure == null) {
            index.done(stored);
            return;
        }
        index.counters.tellErrors.increment();
        if (rules.retries().isTooOld(stored.sinceMillis, System.currentTimeMillis())) {
            giveUp(stored, record, failure);
        } else {
            failures.computeIfAbsent(stored.receiver, any -> new RateLimitedLog(log))
                    .warn(
                            "{} {} could not be told of {}, and will be again: {}",
                            stored.receiver.setting,
                            shown(record),
                            EventEnds.nameOf(record),
                            reason(failure));
            index.refused(stored);
        }
    }

    private void giveUp(StoredEvent stored, Event record, Throwable failure) {
        log.error(
                "{} {} was not told of {}, which is {}: {}",
                stored.receiver.setting,
                shown(record),
                EventEnds.nameOf(record),
                rules.keepFailed() ? "kept as failed" : "dropped",
                reason(failure));
        if (rules.keepFailed()) {
            index.failed(stored, stored.attempts, EventReasons.of(reason(failure)));
        } else {
            index.dropped(stored);
        }
    }

    private String shown(Event record) {
        return ends.placeOf(record).map(URI::toString).map(Mask::urls).orElse("off");
    }

    /** In a line: the same failure comes with each attempt. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Mask.urls(cause.toString());
    }
}
