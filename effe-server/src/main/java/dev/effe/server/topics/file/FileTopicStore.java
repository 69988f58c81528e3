package dev.effe.server.topics.file;

import dev.effe.server.topics.ProcessName;
import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Topics in a folder of one process: a journal for each topic, and one for how far groups are. Thread-safe. */
public final class FileTopicStore implements TopicStore {

    private static final Logger log = LoggerFactory.getLogger(FileTopicStore.class);
    private static final int SEGMENT_BYTES = 64 << 20;
    private static final int GROUP_SEGMENT_BYTES = 4 << 20;

    private final Path folder;
    private final int segmentBytes;
    private final LongSupplier clock;
    private final GroupFile groups;
    private final DeadChanges dead;
    private final String owner = ProcessName.text();

    /** Filled by create. */
    private final Map<String, FileTopic> topics = new LinkedHashMap<>();

    private volatile Consumer<String> news = topic -> {};

    /**
     * Makes it; nothing is opened before {@link #create}.
     *
     * @param folder where it is; made if need be
     * @param clock milliseconds since 1970
     */
    public FileTopicStore(Path folder, LongSupplier clock) {
        this(folder, SEGMENT_BYTES, GROUP_SEGMENT_BYTES, clock);
    }

    FileTopicStore(Path folder, int segmentBytes, int groupSegmentBytes, LongSupplier clock) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.clock = clock;
        this.groups = new GroupFile(folder.resolve("groups"), groupSegmentBytes);
        this.dead = new DeadChanges(groups);
    }

    @Override
    public void create(List<TopicSpec> specs) throws TopicException {
        for (TopicSpec spec : specs) {
            String name = spec.name();
            Path place = folder.resolve("log").resolve(name);
            FileTopic topic = new FileTopic(place, spec, segmentBytes, clock, () -> news.accept(name));
            topics.put(name, topic);
            topic.begin();
        }
        groups.begin();
    }

    private FileTopic topic(String name) {
        FileTopic topic = topics.get(name);
        if (topic == null) {
            throw new IllegalArgumentException("There is no topic " + name);
        }
        return topic;
    }

    @Override
    public void append(List<NewEvent> events, Duration patience) throws TopicException {
        topic(events.get(0).topic()).append(events, patience);
    }

    @Override
    public Batch read(String topic, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        try {
            return topic(topic).events().read(afterByLane, most, mostBytes);
        } catch (IOException e) {
            throw unreadable(topic, e);
        }
    }

    private static TopicException unreadable(String topic, IOException e) {
        return new TopicException("Events of " + topic + " cannot be read: " + e, e);
    }

    @Override
    public LaneClaims claims(String group, String topic, long after) throws TopicException {
        FileTopic of = topic(topic);
        GroupChange.Name name = new GroupChange.Name(group, topic);
        Map<Integer, Long> known = groups.cursors(name);
        long last = of.events().last();
        Map<Integer, Long> held = new HashMap<>();
        for (int lane = 0; lane < of.lanes(); lane++) {
            long cursor = known.getOrDefault(lane, after);
            if (cursor > last) {
                log.error(
                        "The group {} is at event {} of {}, whose last one is {}: it goes on behind that",
                        group,
                        cursor,
                        topic,
                        last);
                cursor = last;
            }
            held.put(lane, cursor);
        }
        if (!held.equals(known)) {
            groups.write(new GroupChange(name, held, List.of()));
        }
        return new FileClaims(name, held);
    }

    @Override
    public void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> parked)
            throws TopicException {
        GroupChange.Name name = ((FileClaims) claims).name();
        groups.write(new GroupChange(name, Map.copyOf(afterByLane), List.copyOf(parked)));
    }

    @Override
    public List<LaneState> lanes(String group, String topic) {
        return new TreeMap<>(groups.cursors(new GroupChange.Name(group, topic)))
                .entrySet().stream()
                        .map(lane -> new LaneState(lane.getKey(), lane.getValue(), Optional.of(owner)))
                        .toList();
    }

    @Override
    public List<Parked> parked(String group, String topic, ParkedFilter filter, int most) {
        return groups.parked(new GroupChange.Name(group, topic), filter, most);
    }

    @Override
    public long count(String group, String topic, ParkedFilter filter) {
        return groups.count(new GroupChange.Name(group, topic), filter);
    }

    @Override
    public int redrive(String group, String topic, Set<Long> offsets) throws TopicException {
        return dead.redrive(new GroupChange.Name(group, topic), offsets);
    }

    @Override
    public int purge(String group, String topic, Set<Long> offsets) throws TopicException {
        return dead.purge(new GroupChange.Name(group, topic), offsets);
    }

    @Override
    public List<ReplayState> replays() {
        return groups.replays();
    }

    @Override
    public boolean save(ReplayState state) throws TopicException {
        return groups.save(state);
    }

    @Override
    public boolean forget(ReplayState state) throws TopicException {
        return groups.forget(state);
    }

    @Override
    public int lane(String topic, String key) {
        return Lanes.of(key, topic(topic).lanes());
    }

    @Override
    public long offsetAt(String topic, Instant time) throws TopicException {
        try {
            return topic(topic).events().offsetAt(time);
        } catch (IOException e) {
            throw unreadable(topic, e);
        }
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(clock.getAsLong());
    }

    @Override
    public void onNews(Consumer<String> topic) {
        news = topic;
    }

    @Override
    public void close() {
        topics.values().forEach(FileTopic::close);
        groups.close();
    }
}
