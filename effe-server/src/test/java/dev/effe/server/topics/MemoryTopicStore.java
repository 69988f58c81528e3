package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The reference of what a store of topics does, in memory: simple enough to be right. It can be told to fail. */
final class MemoryTopicStore implements TopicStore {

    private static final long SEEN_MILLIS = Duration.ofDays(7).toMillis();

    private final LongSupplier clock;

    // Guarded by this.
    private final Map<String, TopicSpec> specs = new HashMap<>();
    private final Map<String, List<StoredEvent>> logs = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, ReplayState> replays = new HashMap<>();
    private final List<Consumer<String>> listeners = new ArrayList<>();
    private long lastMillis;
    boolean failsToRead;
    boolean failsToCommit;
    boolean failsToAppend;
    int commits;

    private static final class Group {
        final Map<Integer, Long> cursors = new TreeMap<>();
        final Map<Long, Parked> parked = new TreeMap<>();
    }

    private record Claims(String group, String topic, Map<Integer, Long> held) implements LaneClaims {
        @Override
        public void close() {}
    }

    MemoryTopicStore(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void create(List<TopicSpec> topics) throws TopicException {
        for (TopicSpec spec : topics) {
            TopicSpec earlier = specs.putIfAbsent(spec.name(), spec);
            if (earlier != null && earlier.lanes() != spec.lanes()) {
                throw new TopicException(spec.name() + " has " + earlier.lanes() + " lanes");
            }
            logs.computeIfAbsent(spec.name(), name -> new ArrayList<>());
        }
    }

    private TopicSpec spec(String topic) {
        TopicSpec spec = specs.get(topic);
        if (spec == null) {
            throw new IllegalArgumentException(topic);
        }
        return spec;
    }

    @Override
    public void append(List<NewEvent> events, Duration patience) throws TopicException {
        String topic = events.get(0).topic();
        synchronized (this) {
            if (failsToAppend) {
                throw new TopicException("No space left on device");
            }
            List<StoredEvent> log = logs.get(topic);
            lastMillis = Math.max(lastMillis, clock.getAsLong());
            long now = lastMillis;
            for (NewEvent event : events) {
                boolean seen = event.id().isPresent()
                        && log.stream()
                                .anyMatch(old -> old.id().equals(event.id())
                                        && old.time().toEpochMilli() > now - SEEN_MILLIS);
                if (!seen) {
                    log.add(stored(event, log.size() + 1L, now));
                }
            }
        }
        listeners.forEach(listener -> listener.accept(topic));
    }

    private StoredEvent stored(NewEvent event, long offset, long nowMillis) {
        int lanes = spec(event.topic()).lanes();
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

    @Override
    public synchronized Batch read(String topic, Map<Integer, Long> afterByLane, int most, long mostBytes)
            throws TopicException {
        if (failsToRead) {
            throw new TopicException("The disk is broken");
        }
        List<StoredEvent> found = new ArrayList<>();
        List<StoredEvent> log = logs.get(topic);
        long bytes = 0;
        int from = (int) Math.min(log.size(), Collections.min(afterByLane.values()));
        for (StoredEvent event : log.subList(from, log.size())) {
            Long after = afterByLane.get(event.lane());
            if (after == null || event.offset() <= after) {
                continue;
            }
            bytes += event.payload().length;
            if (found.size() == most || (!found.isEmpty() && bytes > mostBytes)) {
                return new Batch(found, event.offset() - 1);
            }
            found.add(event);
        }
        return new Batch(found, log.size());
    }

    private Group group(LaneClaims claims) {
        return groups.get(claims.group() + " " + claims.topic());
    }

    @Override
    public synchronized LaneClaims claims(String group, String topic, long after) {
        Group found = groups.computeIfAbsent(group + " " + topic, name -> new Group());
        for (int lane = 0; lane < spec(topic).lanes(); lane++) {
            found.cursors.putIfAbsent(lane, after);
        }
        return new Claims(group, topic, new TreeMap<>(found.cursors));
    }

    @Override
    public synchronized void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> changes)
            throws TopicException {
        if (failsToCommit) {
            throw new TopicException("No space left on device");
        }
        commits++;
        Group group = group(claims);
        group.cursors.putAll(afterByLane);
        for (ParkedChange change : changes) {
            if (change instanceof ParkedChange.Put put) {
                group.parked.put(change.offset(), put.parked());
            } else {
                group.parked.remove(change.offset());
            }
        }
    }

    @Override
    public synchronized List<Parked> parked(String group, String topic, boolean dead, long after, int most) {
        return groups.getOrDefault(group + " " + topic, new Group()).parked.values().stream()
                .filter(parked -> parked.isDead() == dead && parked.offset() > after)
                .limit(most)
                .toList();
    }

    @Override
    public List<Parked> parked(LaneClaims claims, boolean dead, long after, int most) {
        return parked(claims.group(), claims.topic(), dead, after, most);
    }

    @Override
    public long count(String group, String topic, boolean dead) {
        return parked(group, topic, dead, 0, Integer.MAX_VALUE).size();
    }

    @Override
    public synchronized List<ReplayState> replays() {
        return List.copyOf(replays.values());
    }

    private boolean isKept(ReplayState before) {
        ReplayState kept = replays.get(before.name());
        return before.version() == (kept == null ? 0 : kept.version());
    }

    @Override
    public synchronized boolean save(ReplayState state) throws TopicException {
        if (failsToCommit) {
            throw new TopicException("No space left on device");
        }
        boolean saved = isKept(state);
        if (saved) {
            replays.put(state.name(), state.saved());
        }
        return saved;
    }

    @Override
    public synchronized boolean forget(ReplayState state) {
        boolean forgotten = isKept(state);
        if (forgotten) {
            replays.remove(state.name());
            groups.remove(state.group() + " " + state.plan().topic());
        }
        return forgotten;
    }

    @Override
    public synchronized int lane(String topic, String key) {
        return Math.floorMod(key.hashCode(), spec(topic).lanes());
    }

    @Override
    public synchronized long offsetAt(String topic, Instant time) {
        return logs.get(topic).stream()
                .filter(event -> !event.time().isBefore(time))
                .findFirst()
                .map(StoredEvent::offset)
                .orElse(logs.get(topic).size() + 1L);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(clock.getAsLong());
    }

    @Override
    public synchronized void onNews(Consumer<String> topic) {
        listeners.clear(); // Another engine begins where one was killed.
        listeners.add(topic);
    }

    @Override
    public void close() {}
}
