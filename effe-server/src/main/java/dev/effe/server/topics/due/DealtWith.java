package dev.effe.server.topics.due;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The time up to which each schedule's due times are dealt with, in a hidden topic that no group reads: written when a
 * schedule is seen first, and for due times that are so far apart that a store may forget the id of one before the next.
 * Stateless.
 */
final class DealtWith {

    /** No function's topic has this name. */
    static final TopicSpec TOPIC = new TopicSpec("schedules.known", 1, Optional.of(Duration.ofDays(400)));

    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For so long a store knows the ids of events, even one with 400 of a topic a minute. */
    private static final Duration IDS_KNOWN = Duration.ofHours(20);

    /** The age from which records that are still needed are written anew, before their retention is over. */
    private static final Duration OLD = Duration.ofDays(180);

    private static final String NAME = "schedule";
    private static final String THROUGH = "through";
    private static final int AT_ONCE = 256;
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_WRITTEN = 1_000;

    private DealtWith() {}

    private record Known(Instant through, Instant written) {}

    /**
     * Begins with the schedules of a process.
     *
     * @return for each the time behind which its due times are to be dealt with: now for one that is new
     */
    static Map<PlannedSchedule, Instant> begin(TopicStore store, List<PlannedSchedule> schedules, Instant now)
            throws TopicException {
        Map<String, Known> known = read(store);
        Map<PlannedSchedule, Instant> through = new HashMap<>();
        List<NewEvent> records = new ArrayList<>();
        for (PlannedSchedule each : schedules) {
            Known found = known.getOrDefault(each.name(), new Known(now, Instant.MIN));
            through.put(each, found.through.isAfter(now) ? now : found.through);
            if (found.written.isBefore(now.minus(OLD))) {
                records.add(record(each, found.through));
            }
        }
        write(store, records);
        return through;
    }

    private static Map<String, Known> read(TopicStore store) throws TopicException {
        Map<String, Known> known = new HashMap<>();
        Batch batch = after(store, store.offsetAt(TOPIC.name(), Instant.MIN) - 1);
        while (!batch.events().isEmpty()) {
            for (StoredEvent event : batch.events()) {
                Map<String, String> headers = event.headers();
                Instant through = Instant.parse(headers.getOrDefault(THROUGH, ""));
                known.put(headers.getOrDefault(NAME, ""), new Known(through, event.time()));
            }
            batch = after(store, batch.upTo());
        }
        return known;
    }

    private static Batch after(TopicStore store, long offset) throws TopicException {
        return store.read(TOPIC.name(), Map.of(0, offset), AT_ONCE, MOST_BYTES);
    }

    /** Returns whether a due time needs a record, when it is dealt with. */
    static boolean needsRecord(Instant due, Instant next) {
        return next.isAfter(due.plus(IDS_KNOWN));
    }

    /** Its id lets several processes leave one. */
    static NewEvent record(PlannedSchedule schedule, Instant through) {
        return new NewEvent(
                TOPIC.name(),
                Optional.empty(),
                Optional.of(schedule.name() + "/" + through),
                "text/plain",
                Map.of(NAME, schedule.name(), THROUGH, through.toString()),
                new byte[0]);
    }

    static void write(TopicStore store, List<NewEvent> records) throws TopicException {
        for (int from = 0; from < records.size(); from += MOST_WRITTEN) {
            store.append(records.subList(from, Math.min(records.size(), from + MOST_WRITTEN)), PATIENCE);
        }
    }
}
