package dev.effe.postgres;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.InboxState;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Topics in a schema of PostgreSQL, shared by all processes of an application. Thread-safe. */
final class PostgresTopicStore implements TopicStore {

    private final Database database;
    private final TopicTable topics;
    private final Migrations migrations;
    private final EventLog events;
    private final GroupTable groups;
    private final ReplayTable replays;
    private final News news;
    private final Relay relay;
    private final Inbox inbox;
    private final Listener listener;

    // Guarded by this.
    private boolean begun;
    private boolean closed;

    /**
     * Makes it; no connection is opened before {@link #create}.
     *
     * @param process the name of this process, for operators
     */
    PostgresTopicStore(PostgresAddress address, Schema schema, String process) {
        database = new Database(address);
        topics = new TopicTable(schema);
        migrations = new Migrations(schema);
        events = new EventLog(database, schema);
        groups = new GroupTable(database, schema, process);
        replays = new ReplayTable(database, schema);
        news = new News(topics);
        Announcer announcer = new Announcer(database, schema);
        relay = new Relay(database, schema, news, announcer, new Upkeep(database, schema, topics));
        inbox = new Inbox(database, schema, relay);
        listener = new Listener(database, schema, announcer, relay::movedElsewhere);
    }

    @Override
    public synchronized void create(List<TopicSpec> specs) throws TopicException {
        migrations.run(database);
        topics.make(database, specs);
        if (!begun) {
            begun = true;
            inbox.start();
            relay.start();
            listener.start();
        }
    }

    @Override
    public void append(List<NewEvent> added, Duration patience) throws TopicException {
        inbox.append(topics.get(added.get(0).topic()).id(), added, patience);
    }

    @Override
    public Batch read(String topic, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        return events.read(topics.get(topic), afterByLane, most, mostBytes);
    }

    @Override
    public LaneClaims claims(String group, String topic, long after) throws TopicException {
        return groups.claims(group(group, topic), after);
    }

    private Group group(String name, String topic) throws TopicException {
        return new Group(name, topics.get(topic));
    }

    @Override
    public void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> parked)
            throws TopicException {
        groups.commit((Claims) claims, afterByLane, parked);
    }

    @Override
    public List<LaneState> lanes(String group, String topic) throws TopicException {
        return groups.lanes(group(group, topic));
    }

    @Override
    public List<Parked> parked(String group, String topic, ParkedFilter filter, int most) throws TopicException {
        return groups.parked().list(group(group, topic), filter, most);
    }

    @Override
    public long count(String group, String topic, ParkedFilter filter) throws TopicException {
        return groups.parked().count(group(group, topic), filter);
    }

    @Override
    public int redrive(String group, String topic, Set<Long> offsets) throws TopicException {
        return groups.parked().redrive(group(group, topic), offsets);
    }

    @Override
    public int purge(String group, String topic, Set<Long> offsets) throws TopicException {
        return groups.parked().purge(group(group, topic), offsets);
    }

    @Override
    public List<ReplayState> replays() throws TopicException {
        return replays.list();
    }

    @Override
    public boolean save(ReplayState state) throws TopicException {
        return replays.save(state);
    }

    @Override
    public boolean forget(ReplayState state) throws TopicException {
        return replays.forget(state);
    }

    @Override
    public int lane(String topic, String key) throws TopicException {
        return events.lane(topics.get(topic), key);
    }

    @Override
    public long offsetAt(String topic, Instant time) throws TopicException {
        return events.offsetAt(topics.get(topic), time);
    }

    @Override
    public Instant now() throws TopicException {
        return events.now();
    }

    @Override
    public Optional<InboxState> inbox() throws TopicException {
        return Optional.of(events.inbox());
    }

    @Override
    public void onNews(Consumer<String> topic) {
        news.to(topic);
    }

    /** The number of times that the relay has looked into the inbox. */
    long turns() {
        return relay.turns();
    }

    /** Has the relay look now. */
    void look() {
        relay.movedElsewhere();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inbox.close();
            relay.close();
            listener.close();
            database.close();
        }
    }
}
