package dev.effe.server.topics;

import dev.effe.Draft;
import dev.effe.server.topics.due.PlannedSchedule;
import dev.effe.spi.topics.Batch;
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
import java.util.Optional;
import java.util.stream.Stream;

/** Shows topics to operators, and changes them. Blocks. Thread-safe. */
public final class TopicOperations {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long MOST_BYTES = 16L << 20;
    /** Events that are looked through for those of a key, in one request. */
    private static final int LOOKED_THROUGH = 10_000;

    private static final int AT_ONCE = 256;

    private final TopicEngine engine;
    private final TopicStore store;
    private final TopicAppends appends;
    private final List<TopicSpec> topics;
    private final List<GroupName> groups;
    private final List<PlannedSchedule> schedules;
    private final List<TopicSpec> hidden;

    /**
     * Makes them.
     *
     * @param topics the topics of effe.yaml
     * @param groups all groups, whichever process delivers them
     * @param schedules those that have hidden topics
     */
    public TopicOperations(
            TopicEngine engine,
            TopicStore store,
            TopicAppends appends,
            List<TopicSpec> topics,
            List<GroupName> groups,
            List<PlannedSchedule> schedules) {
        this.engine = engine;
        this.store = store;
        this.appends = appends;
        this.topics = List.copyOf(topics);
        this.groups = List.copyOf(groups);
        this.schedules = List.copyOf(schedules);
        this.hidden = schedules.isEmpty() ? List.of() : PlannedSchedule.topics(schedules);
    }

    /** The topics of effe.yaml. */
    public List<TopicSpec> topics() {
        return topics;
    }

    public List<PlannedSchedule> schedules() {
        return schedules;
    }

    /** The topics of schedules, to which nobody else appends. */
    public List<TopicSpec> hidden() {
        return hidden;
    }

    /** Finds a topic, or a hidden one. */
    public Optional<TopicSpec> topic(String name) {
        return Stream.concat(topics.stream(), hidden.stream())
                .filter(topic -> topic.name().equals(name))
                .findFirst();
    }

    /** The store's clock. */
    public Instant now() throws TopicException {
        return store.now();
    }

    /** The groups of a topic. */
    public List<GroupName> groups(String topic) {
        return groups.stream().filter(group -> group.topic().equals(topic)).toList();
    }

    /**
     * The state of the groups of a topic, over all processes.
     *
     * @throws TopicException if they cannot be read within about 20 seconds
     */
    public List<GroupView> views(String topic) throws TopicException {
        GroupViews read = new GroupViews(engine, store);
        long beganNanos = System.nanoTime();
        List<GroupView> views = new ArrayList<>();
        for (GroupName group : groups(topic)) {
            if (System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
                throw new TopicException("The store of topics took more than " + PATIENCE.toSeconds() + " s");
            }
            views.add(read.of(group));
        }
        return views;
    }

    /** The names of the replays of a topic that run, in order. */
    public List<String> replays(String topic) throws TopicException {
        List<String> names = new ArrayList<>();
        for (ReplayState state : store.replays()) {
            if (!state.isOver() && state.plan().topic().equals(topic)) {
                names.add(state.name());
            }
        }
        Collections.sort(names);
        return names;
    }

    /** The offset of the first event that is not older; see {@link TopicStore#offsetAt}. */
    public long offsetAt(String topic, Instant time) throws TopicException {
        return store.offsetAt(topic, time);
    }

    /**
     * Reads events of all lanes.
     *
     * @param from the offset to begin at
     * @param key the key that they must have; empty for any
     */
    public Batch events(TopicSpec topic, long from, Optional<String> key, int most) throws TopicException {
        List<StoredEvent> found = new ArrayList<>();
        long upTo = from - 1;
        long bytes = 0;
        for (int looked = 0; looked < LOOKED_THROUGH && found.size() < most && bytes < MOST_BYTES; ) {
            int wanted = key.isEmpty() ? most - found.size() : AT_ONCE;
            Batch batch = store.read(topic.name(), all(topic, upTo), Math.min(AT_ONCE, wanted), MOST_BYTES - bytes);
            if (batch.events().isEmpty()) {
                return new Batch(found, Math.max(upTo, batch.upTo()));
            }
            upTo = batch.upTo();
            for (StoredEvent event : batch.events()) {
                if (found.size() == most) {
                    break;
                }
                looked++;
                upTo = event.offset();
                if (key.isEmpty() || event.key().equals(key)) {
                    found.add(event);
                    bytes += event.payload().length;
                }
            }
        }
        return new Batch(found, upTo);
    }

    private static Map<Integer, Long> all(TopicSpec topic, long after) {
        Map<Integer, Long> lanes = new HashMap<>();
        for (int lane = 0; lane < topic.lanes(); lane++) {
            lanes.put(lane, after);
        }
        return lanes;
    }

    /**
     * Appends an event.
     *
     * @throws IllegalArgumentException if it is too long
     * @throws TopicException if it cannot be kept
     */
    public void append(TopicSpec topic, Draft event) throws TopicException {
        Integer most = appends.maxEventBytes(topic.name());
        NewEvents.check(topic.name(), List.of(event), most == null ? 0 : most);
        appends.append(List.of(NewEvents.of(topic.name(), event, 1, null, null)), PATIENCE);
    }

    /** The longest payload of a topic. */
    public int maxEventBytes(TopicSpec topic) {
        Integer most = appends.maxEventBytes(topic.name());
        return most == null ? 0 : most;
    }

    /** The dead events of a group; empty if there is no such group. */
    public Optional<DeadEvents> dead(String topic, String group) {
        return groups(topic).stream()
                .filter(each -> each.group().equals(group))
                .findFirst()
                .map(each -> new DeadEvents(engine, store, each));
    }
}
