package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the events of a group's lanes, as far as there is room for them. Confined to the engine's thread. */
final class GroupReader {

    /** Events that are read at once. A lane without room for as many is not read. */
    static final int MOST = Lane.WINDOW / 2;

    /** The bytes of events that wait in memory, about. */
    private static final long MOST_BYTES = 8L << 20;

    /** Between two looks for events that nobody has told of. */
    private static final long POLL_MILLIS = 1_000;

    private final EventLog log;
    private final String topic;
    private final int all;
    private final Map<Integer, Lane> lanes = new TreeMap<>();

    private long polledMillis;
    /** True if there is more to read at once, although nothing was found. */
    private boolean cutShort;
    /** The bytes that wait in memory. */
    private long heldBytes;

    /** @param all how many lanes the topic has */
    GroupReader(EventLog log, String topic, int all) {
        this.log = log;
        this.topic = topic;
        this.all = all;
    }

    /** Reads lanes from now on, which it did not before, each behind an offset. */
    void gain(Map<Integer, Long> cursors) {
        cursors.forEach((lane, after) -> lanes.put(lane, new Lane(lane, after)));
    }

    /** Forgets a lane and what waits of it. */
    void drop(Lane lane) {
        lane.openEntries().forEach(this::letGo);
        lanes.remove(lane.number);
    }

    /** The lanes that are read. */
    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** A copy of their numbers. */
    Set<Integer> numbers() {
        return Set.copyOf(lanes.keySet());
    }

    @Nullable Lane find(int number) {
        return lanes.get(number);
    }

    Lane lane(int number) {
        Lane lane = lanes.get(number);
        if (lane == null) {
            throw new IllegalStateException("The store gave an event of lane " + number + " of " + topic);
        }
        return lane;
    }

    /** There is something new. */
    void news() {
        lanes.values().forEach(lane -> lane.hasMore(true));
    }

    /** When it is worth looking again. */
    long dueMillis() {
        return cutShort ? polledMillis : polledMillis + POLL_MILLIS;
    }

    /** Reads once. Returns nothing if there is nothing new or no room. */
    List<StoredEvent> read(long nowMillis) throws TopicException {
        if (nowMillis >= dueMillis() || nowMillis < polledMillis) {
            news();
            polledMillis = nowMillis;
        }
        cutShort = false;
        Map<Integer, Long> after = new HashMap<>();
        for (Lane lane : lanes.values()) {
            lane.trim();
            if (!lane.releasing && lane.hasMore() && lane.size() <= Lane.WINDOW - MOST) {
                after.put(lane.number, lane.readTo());
            }
        }
        if (after.isEmpty() || heldBytes >= MOST_BYTES) {
            return List.of();
        }
        Batch batch = log.read(after, MOST, MOST_BYTES - heldBytes);
        cutShort = log.isCutShort();
        for (int lane : after.keySet()) {
            lane(lane).read(batch.upTo());
            lane(lane).hasMore(!batch.events().isEmpty() || cutShort);
        }
        return batch.events();
    }

    /** Reads the event of an entry again; null if the log begins behind it by now. */
    @Nullable StoredEvent again(Entry entry) throws TopicException {
        Batch batch = log.read(Map.of(entry.lane, entry.offset - 1), 1, 1);
        StoredEvent first = batch.events().isEmpty() ? null : batch.events().get(0);
        return first == null || first.offset() != entry.offset ? null : first;
    }

    /** Keeps the event of an entry in memory until it runs or is put aside. */
    void hold(Entry entry) {
        heldBytes += entry.bytes();
    }

    void letGo(Entry entry) {
        heldBytes -= entry.bytes();
        entry.event = null;
    }

    /** The number of events that are not read, about: as if they were shared out evenly to all lanes. */
    long unread() throws TopicException {
        long last = log.last();
        long sum = 0;
        for (Lane lane : lanes.values()) {
            sum += Math.max(0, last - lane.readTo());
        }
        return (sum + all - 1) / all;
    }
}
