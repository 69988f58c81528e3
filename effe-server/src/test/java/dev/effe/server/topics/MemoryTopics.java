package dev.effe.server.topics;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The events and groups that several processes share, in memory. Guarded by itself. */
final class MemoryTopics {

    private static final long SEEN_MILLIS = Duration.ofDays(7).toMillis();

    private final LongSupplier clock;
    private final Map<String, TopicSpec> specs = new HashMap<>();
    private final Map<String, List<StoredEvent>> logs = new HashMap<>();
    final Map<String, MemoryGroup> groups = new HashMap<>();
    final Map<String, ReplayState> replays = new HashMap<>();
    final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    /** Where logs begin: the retention of what was before is over. */
    volatile long first = 1;

    private long lastMillis;

    /** @param clock milliseconds since 1970: the one clock of leases */
    MemoryTopics(LongSupplier clock) {
        this.clock = clock;
    }

    long nowMillis() {
        return clock.getAsLong();
    }

    synchronized void create(List<TopicSpec> topics) throws TopicException {
        for (TopicSpec spec : topics) {
            TopicSpec earlier = specs.putIfAbsent(spec.name(), spec);
            if (earlier != null && earlier.lanes() != spec.lanes()) {
                throw new TopicException(spec.name() + " has " + earlier.lanes() + " lanes");
            }
            logs.computeIfAbsent(spec.name(), name -> new ArrayList<>());
        }
    }

    /** The group; an empty one if there is none. */
    MemoryGroup group(String group, String topic) {
        return groups.getOrDefault(group + " " + topic, new MemoryGroup(0, 0));
    }

    int lane(String topic, String key) {
        return Math.floorMod(key.hashCode(), lanes(topic));
    }

    private boolean isKept(ReplayState before) {
        ReplayState kept = replays.get(before.name());
        return before.version() == (kept == null ? 0 : kept.version());
    }

    boolean save(ReplayState state) {
        boolean saved = isKept(state);
        if (saved) {
            replays.put(state.name(), state.saved());
        }
        return saved;
    }

    boolean forget(ReplayState state) {
        boolean forgotten = isKept(state);
        if (forgotten) {
            replays.remove(state.name());
            groups.remove(state.group() + " " + state.plan().topic());
        }
        return forgotten;
    }

    int lanes(String topic) {
        TopicSpec spec = specs.get(topic);
        if (spec == null) {
            throw new IllegalArgumentException(topic);
        }
        return spec.lanes();
    }

    List<StoredEvent> log(String topic) {
        return logs.get(topic);
    }

    synchronized void append(List<NewEvent> events) {
        List<StoredEvent> log = log(events.get(0).topic());
        lastMillis = Math.max(lastMillis, nowMillis());
        for (NewEvent event : events) {
            boolean seen = event.id().isPresent()
                    && log.stream()
                            .anyMatch(old -> old.id().equals(event.id())
                                    && old.time().toEpochMilli() > lastMillis - SEEN_MILLIS);
            if (!seen) {
                log.add(stored(event, log.size() + 1L, lastMillis));
            }
        }
    }

    private StoredEvent stored(NewEvent event, long offset, long nowMillis) {
        int lanes = lanes(event.topic());
        int lane = event.key().map(key -> lane(event.topic(), key)).orElse((int) (offset % lanes));
        return new StoredEvent(
                offset,
                lane,
                Instant.ofEpochMilli(nowMillis),
                event.key(),
                event.id(),
                event.contentType(),
                event.headers(),
                event.payload());
    }
}
