package dev.effe.kafka;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Topics in Apache Kafka, shared by all processes of an application: the events of each in one partition, whose offsets are
 * theirs, and in a topic beside them what groups and replays have. Thread-safe.
 */
final class KafkaTopicStore implements TopicStore {

    /** Beside the topics, whose names begin with a letter. */
    private static final String STATE = "_state";

    private static final int SNAPSHOT_EVERY = 5_000;

    private final Clients clients;
    private final StoreAddress address;
    private final Times times;
    private final Brokers brokers;
    private final Writer writer;
    private final StateLog state;
    private final Records records;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private volatile Consumer<String> listener = topic -> {};

    // Guarded by this.
    private @Nullable News news;
    private boolean begun;
    private boolean closed;

    /** A topic, to write to and to read. */
    private record Topic(Appending appending, TopicReader reader) {}

    KafkaTopicStore(Clients clients, StoreAddress address, Times times) {
        this(clients, address, times, SNAPSHOT_EVERY);
    }

    KafkaTopicStore(Clients clients, StoreAddress address, Times times, int snapshotEvery) {
        this.clients = clients;
        this.address = address;
        this.times = times;
        this.brokers = new Brokers(clients, times, address.replication());
        this.writer = new Writer(clients);
        this.state = new StateLog(
                clients, writer, times, name(STATE), snapshotEvery, offset -> brokers.cut(name(STATE), offset));
        this.records = new Records(address.application(), times);
    }

    /** The name among the brokers of a topic. */
    private String name(String topic) {
        return address.application() + "." + topic;
    }

    @Override
    public synchronized void create(List<TopicSpec> specs) throws TopicException {
        Map<String, Long> retention = new LinkedHashMap<>();
        Map<String, Integer> lanes = new TreeMap<>();
        retention.put(name(STATE), -1L);
        for (TopicSpec spec : specs) {
            retention.put(
                    name(spec.name()), spec.retention().map(Duration::toMillis).orElse(-1L));
            lanes.put(spec.name(), spec.lanes());
        }
        Brokers.Topics all = brokers.make(retention);
        if (!begun) {
            begun = true;
            writer.start();
            state.start();
        }
        state.submit("The topics cannot be named", new Command.Topics(lanes, all.made()));
        retention.keySet().retainAll(all.found());
        retention.keySet().removeAll(state.known(now -> {
            Set<String> others = new HashSet<>(retention.keySet());
            others.removeIf(now::isMade);
            return others;
        }));
        brokers.keep(retention);
        lanes.forEach(this::open);
        watch();
    }

    private void open(String topic, int lanes) {
        TopicPartition partition = new TopicPartition(name(topic), 0);
        topics.computeIfAbsent(
                topic,
                name -> new Topic(
                        new Appending(clients, writer, state, records, times, topic, partition.topic()),
                        new TopicReader(clients, topic, partition, lanes, state, times)));
    }

    private void watch() {
        if (news == null && !topics.isEmpty()) {
            Map<TopicPartition, TopicReader> readers = new LinkedHashMap<>();
            topics.forEach((topic, of) -> readers.put(new TopicPartition(name(topic), 0), of.reader));
            int prefix = name("").length();
            news = new News(clients, readers, at -> listener.accept(at.topic().substring(prefix)));
            news.start();
        }
    }

    private Topic topic(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new IllegalArgumentException("There is no topic " + name);
        }
        return topic;
    }

    @Override
    public void append(List<NewEvent> events, Duration patience) throws TopicException {
        String name = events.get(0).topic();
        Topic topic = topic(name);
        if (topic.reader.lastIs(topic.appending.append(events, patience))) {
            listener.accept(name);
        }
    }

    @Override
    public Batch read(String topic, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        return topic(topic).reader.read(afterByLane, most, mostBytes);
    }

    @Override
    public LaneClaims claims(String group, String topic, long after) throws TopicException {
        state.submit("The group " + group + " cannot begin", new Command.Begin(group, topic, after));
        return new KafkaClaims(state, group, topic, address.process());
    }

    @Override
    public void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> parked)
            throws TopicException {
        ((KafkaClaims) claims).commit(afterByLane, parked);
    }

    @Override
    public List<LaneState> lanes(String group, String topic) throws TopicException {
        return state.current(cannotRead(group), now -> now.group(group, topic).lanes(now.timeMillis()));
    }

    private static String cannotRead(String group) {
        return "The state of " + group + " cannot be read";
    }

    @Override
    public List<Parked> parked(String group, String topic, ParkedFilter filter, int most) throws TopicException {
        return state.current(
                cannotRead(group),
                now -> now.group(group, topic)
                        .parked(filter)
                        .limit(most)
                        .map(ParkedRecord::parked)
                        .toList());
    }

    @Override
    public long count(String group, String topic, ParkedFilter filter) throws TopicException {
        return state.current(
                cannotRead(group), now -> now.group(group, topic).parked(filter).count());
    }

    @Override
    public int redrive(String group, String topic, Set<Long> offsets) throws TopicException {
        return (Integer) state.submit(
                "Events of " + topic + " cannot be redriven", new Command.Redrive(group, topic, Set.copyOf(offsets)));
    }

    @Override
    public int purge(String group, String topic, Set<Long> offsets) throws TopicException {
        return (Integer) state.submit(
                "Events of " + topic + " cannot be purged", new Command.Purge(group, topic, Set.copyOf(offsets)));
    }

    @Override
    public List<ReplayState> replays() throws TopicException {
        return state.current(
                "Replays cannot be read",
                now -> now.replays().values().stream().map(ReplayRecord::state).toList());
    }

    @Override
    public boolean save(ReplayState replay) throws TopicException {
        return (Boolean) state.submit("The replay cannot be kept", new Command.Save(ReplayRecord.of(replay)));
    }

    @Override
    public boolean forget(ReplayState replay) throws TopicException {
        return (Boolean) state.submit("The replay cannot be forgotten", new Command.Forget(ReplayRecord.of(replay)));
    }

    @Override
    public int lane(String topic, String key) {
        return Records.lane(key, topic(topic).reader.lanes());
    }

    @Override
    public long offsetAt(String topic, Instant time) throws TopicException {
        topic(topic);
        String name = name(topic);
        if (time.equals(Instant.MIN)) {
            return Records.offset(brokers.offset(name, OffsetSpec.earliest()));
        }
        long found = time.equals(Instant.MAX) ? -1 : brokers.offset(name, OffsetSpec.forTimestamp(millis(time)));
        return Records.offset(found < 0 ? brokers.offset(name, OffsetSpec.latest()) : found);
    }

    /** The first millisecond that is not before an instant. */
    private static long millis(Instant time) {
        return Math.max(0, time.plusNanos(999_999).toEpochMilli());
    }

    @Override
    public Instant now() throws TopicException {
        return Instant.ofEpochMilli((Long) state.submit("The brokers' clock cannot be read", new Command.Tick()));
    }

    @Override
    public void onNews(Consumer<String> topic) {
        listener = topic;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (news != null) {
            news.close();
        }
        if (begun) {
            writer.close();
            state.close();
        }
        topics.values().forEach(topic -> topic.reader.close());
        brokers.close();
    }
}
