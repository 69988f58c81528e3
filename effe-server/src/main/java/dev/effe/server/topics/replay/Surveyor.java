package dev.effe.server.topics.replay;

import dev.effe.StatusException;
import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks through the log for the events of one replay. Blocks; used by one thread. */
final class Surveyor {

    static final int MOST_KEYS = 10_000;
    static final long PATIENCE_MILLIS = 20_000;

    private static final int AT_ONCE = 1_000;
    private static final long MOST_BYTES = 8L << 20;

    private final TopicStore store;
    private final String topic;
    private final Optional<String> key;
    private final Map<Integer, Long> afterByLane = new HashMap<>();
    private final long until;
    private final LongSupplier clock;
    private final Set<String> keys = new HashSet<>();

    private long found;
    private @Nullable StoredEvent first;
    private @Nullable StoredEvent last;

    /**
     * Makes it.
     *
     * @param from the offset to begin at
     * @param until the offset to end with
     * @param clock milliseconds since 1970
     */
    Surveyor(TopicStore store, TopicSpec topic, Optional<String> key, long from, long until, LongSupplier clock)
            throws TopicException {
        this.store = store;
        this.topic = topic.name();
        this.key = key;
        this.until = until;
        this.clock = clock;
        for (int lane = 0; lane < topic.lanes(); lane++) {
            afterByLane.put(lane, from - 1);
        }
        if (key.isPresent()) {
            afterByLane.keySet().retainAll(Set.of(store.lane(topic.name(), key.get())));
        }
    }

    /**
     * Counts them. All are looked at, but where there is no key and they have too many keys or take too long.
     *
     * @throws StatusException if there is a key and its lane takes too long
     */
    ReplaySurvey survey() throws TopicException {
        boolean isAll = look();
        if (isAll) {
            return survey(found, true);
        }
        if (key.isPresent()) {
            throw new StatusException(
                    400,
                    "The lane of this key has too many events to be looked through within " + PATIENCE_MILLIS / 1_000
                            + " s: bring from and until nearer to each other");
        }
        last = at(until);
        return survey(until - (first == null ? until : first.offset()) + 1, false);
    }

    private boolean look() throws TopicException {
        long deadlineMillis = clock.getAsLong() + PATIENCE_MILLIS;
        for (long upTo = 0; upTo < until; ) {
            Batch batch = store.read(topic, afterByLane, AT_ONCE, MOST_BYTES);
            batch.events().forEach(this::see);
            if (batch.events().isEmpty()) {
                return true;
            }
            upTo = batch.upTo();
            for (Map.Entry<Integer, Long> lane : afterByLane.entrySet()) {
                lane.setValue(Math.max(lane.getValue(), upTo));
            }
            if (upTo < until && (keys.size() > MOST_KEYS || clock.getAsLong() > deadlineMillis)) {
                return false;
            }
        }
        return true;
    }

    private void see(StoredEvent event) {
        if (event.offset() > until || (key.isPresent() && !key.equals(event.key()))) {
            return;
        }
        found++;
        first = first == null ? event : first;
        last = event;
        event.key().filter(each -> keys.size() <= MOST_KEYS).ifPresent(keys::add);
    }

    private @Nullable StoredEvent at(long offset) throws TopicException {
        Map<Integer, Long> before = new HashMap<>(afterByLane);
        before.replaceAll((lane, after) -> offset - 1);
        Batch batch = store.read(topic, before, 1, 1);
        return batch.events().isEmpty() ? last : batch.events().get(0);
    }

    private ReplaySurvey survey(long events, boolean isAll) {
        StoredEvent begin = first;
        StoredEvent end = last;
        return new ReplaySurvey(
                events,
                begin == null ? 0 : begin.offset(),
                Optional.ofNullable(begin).map(StoredEvent::time),
                end == null ? 0 : end.offset(),
                Optional.ofNullable(end).map(StoredEvent::time),
                Math.min(MOST_KEYS, keys.size()),
                isAll && keys.size() <= MOST_KEYS);
    }
}
