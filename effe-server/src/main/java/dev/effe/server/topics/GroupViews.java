package dev.effe.server.topics;

import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the state of groups from the store, whichever processes deliver them. Blocks. Thread-safe. */
final class GroupViews {

    private final TopicEngine engine;
    private final TopicStore store;

    GroupViews(TopicEngine engine, TopicStore store) {
        this.engine = engine;
        this.store = store;
    }

    GroupView of(GroupName name) throws TopicException {
        engine.write(name);
        List<LaneState> lanes = store.lanes(name.group(), name.topic());
        long last = store.offsetAt(name.topic(), Instant.MAX) - 1;
        Optional<GroupStats> here = engine.stats().stream()
                .filter(group ->
                        group.group().equals(name.group()) && group.topic().equals(name.topic()))
                .findFirst();
        return new GroupView(
                name,
                lag(lanes, last),
                oldestMillis(name.topic(), lanes, last),
                count(name, Kind.WAITING),
                count(name, Kind.DEAD),
                lanes,
                here.map(GroupStats::running).orElse(0),
                here.map(GroupStats::paused).orElse(false));
    }

    /** As if what is behind the cursors were shared out evenly to the lanes. */
    private static long lag(List<LaneState> lanes, long last) {
        long sum = lanes.stream()
                .mapToLong(lane -> Math.max(0, last - lane.cursor()))
                .sum();
        return lanes.isEmpty() ? 0 : (sum + lanes.size() - 1) / lanes.size();
    }

    private long oldestMillis(String topic, List<LaneState> lanes, long last) throws TopicException {
        Map<Integer, Long> behind = new HashMap<>();
        for (LaneState lane : lanes) {
            if (lane.cursor() < last) {
                behind.put(lane.lane(), lane.cursor());
            }
        }
        if (behind.isEmpty()) {
            return 0;
        }
        List<StoredEvent> oldest = store.read(topic, behind, 1, 1).events();
        return oldest.isEmpty()
                ? 0
                : Math.max(0, store.now().toEpochMilli() - oldest.get(0).time().toEpochMilli());
    }

    private long count(GroupName name, Kind kind) throws TopicException {
        return store.count(name.group(), name.topic(), ParkedFilter.of(kind));
    }
}
