package dev.effe.postgres;

import static dev.effe.postgres.Stores.LANES;
import static dev.effe.postgres.Stores.TOPIC;
import static dev.effe.postgres.Stores.event;
import static dev.effe.postgres.Stores.events;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are older than their topic keeps them. The database's clock is turned. */
class UpkeepTest {

    private static final Schema SCHEMA = new Schema("effe");
    private static final String FOR_EVER = "kept";
    private static final List<TopicSpec> SPECS = List.of(
            new TopicSpec(TOPIC, LANES, Optional.of(Duration.ofHours(2))),
            new TopicSpec(FOR_EVER, LANES, Optional.empty()));

    private static PostgresServer server;

    private String database;
    private PostgresTopicStore store;
    private Database own;
    private Upkeep upkeep;

    @BeforeAll
    static void findServer() throws Exception {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void open() throws Exception {
        database = server.newDatabase();
        store = new PostgresTopicStore(server.address(database), SCHEMA, "host/1");
        store.create(SPECS.stream() // Its own relay leaves them alone.
                .map(spec -> new TopicSpec(spec.name(), spec.lanes(), Optional.empty()))
                .toList());
        own = new Database(server.address(database));
        TopicTable topics = new TopicTable(SCHEMA);
        topics.make(own, SPECS);
        upkeep = new Upkeep(own, SCHEMA, topics);
    }

    @AfterEach
    void close() {
        store.close();
        own.close();
    }

    /** The clock of the database goes on, so much ahead of its own. */
    private void turnClock(Duration ahead) {
        server.psql(
                database,
                "create or replace function effe.clock() returns timestamptz language sql volatile as"
                        + " $$ select clock_timestamp() + interval '" + ahead.toSeconds() + " seconds' $$");
    }

    private void append(int count) throws Exception {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event("k" + i, "x"));
        }
        store.append(events, Stores.PATIENCE);
    }

    private List<Long> offsets() throws Exception {
        return events(store, 0).stream().map(StoredEvent::offset).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void eventsGoOnceTheyAreOlderThanTheTopicKeepsThem() throws Exception {
        append(3);
        store.append(
                List.of(new NewEvent(
                        FOR_EVER, Optional.empty(), Optional.empty(), "text/plain", Map.of(), new byte[1])),
                Stores.PATIENCE);
        turnClock(Duration.ofMinutes(90));
        append(2);
        assertThat(upkeep.step()).isFalse();
        assertThat(offsets()).as("none is two hours old").isEqualTo(range(1, 5));

        turnClock(Duration.ofMinutes(121));
        upkeep.step();
        assertThat(offsets()).isEqualTo(range(4, 5));
        assertThat(store.offsetAt(TOPIC, Instant.MIN)).isEqualTo(4);
        assertThat(store.offsetAt(FOR_EVER, Instant.MIN)).isEqualTo(1);

        turnClock(Duration.ofDays(400));
        upkeep.step();
        assertThat(offsets()).isEmpty();
        assertThat(store.offsetAt(TOPIC, Instant.MIN)).isEqualTo(6);
        assertThat(store.offsetAt(TOPIC, Instant.now())).as("the next one").isEqualTo(6);
        append(1);
        assertThat(offsets()).isEqualTo(range(6, 6));
        assertThat(server.psql(database, "select count(*) from effe.log where topic = 2"))
                .isEqualTo("1");
    }

    @Test
    void aStepRemovesAThousandAndSaysThatThereAreMore() throws Exception {
        append(1_000);
        append(1);
        turnClock(Duration.ofHours(3));
        assertThat(upkeep.step()).isTrue();
        assertThat(offsets()).isEqualTo(range(1_001, 1_001));
        assertThat(upkeep.step()).isFalse();
        assertThat(offsets()).isEmpty();
    }

    /** Retention waits for nobody; a group's own records stay, and it goes on with what is left. */
    @Test
    void aGroupKeepsItsPlaceAndItsDeadEvents() throws Exception {
        append(10);
        StoredEvent first = events(store, 0).get(0);
        StoredEvent second = events(store, 0).get(1);
        try (LaneClaims claims = store.claims("report", TOPIC, 0)) {
            claims.renew();
            Parked dead = new Parked(
                    first.offset(), first.lane(), first.key(), 1, Instant.now(), Optional.of(Instant.now()), "broken");
            Parked waits = new Parked(
                    second.offset(), second.lane(), second.key(), 1, Instant.now(), Optional.empty(), "late");
            store.commit(
                    claims,
                    Map.of(first.lane(), first.offset()),
                    List.of(new ParkedChange.Put(dead), new ParkedChange.Put(waits)));
            turnClock(Duration.ofHours(3));
            append(2);
            upkeep.step();

            assertThat(offsets()).isEqualTo(range(11, 12));
            assertThat(store.count("report", TOPIC, ParkedFilter.of(ParkedFilter.Kind.DEAD)))
                    .isEqualTo(1);
            assertThat(store.count("report", TOPIC, ParkedFilter.of(ParkedFilter.Kind.WAITING)))
                    .isEqualTo(1);
            assertThat(store.lanes("report", TOPIC).get(first.lane()).cursor()).isEqualTo(first.offset());
            assertThat(store.redrive("report", TOPIC, Set.of(1L))).isEqualTo(1);
        }
    }

    @Test
    void appendsGoOnWhileOldEventsAreRemoved() throws Exception {
        append(1_000);
        append(1_000);
        append(1_000);
        turnClock(Duration.ofHours(3));
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<?> appending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    Stores.append(store, "k", "" + i);
                    if (i % 20 == 0) {
                        server.psql(database, "select effe.append('placed', 'k', '1')");
                    }
                }
            } catch (Exception e) {
                failures.add(e);
            }
        });
        while (!appending.isDone()) {
            upkeep.step();
        }
        appending.join();
        assertThat(failures).isEmpty();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(offsets()).isEqualTo(range(3_001, 3_105)));
    }

    @Test
    void oneProcessAtATimeRemoves() throws Exception {
        append(2);
        turnClock(Duration.ofHours(3));
        try (Connection other = server.connect(database)) {
            other.setAutoCommit(false);
            try (PreparedStatement lock = other.prepareStatement("select pg_advisory_xact_lock(?)")) {
                lock.setLong(1, SCHEMA.lock("upkeep"));
                lock.execute();
            }
            upkeep.step();
            assertThat(offsets()).hasSize(2);
            other.rollback();
        }
        upkeep.step();
        assertThat(offsets()).isEmpty();
    }

    @Test
    void anIdCountsForAWeekAndIsThenForgotten() throws Exception {
        NewEvent named =
                new NewEvent(FOR_EVER, Optional.empty(), Optional.of("id"), "text/plain", Map.of(), new byte[1]);
        store.append(List.of(named), Stores.PATIENCE);
        turnClock(Duration.ofHours(167));
        upkeep.step();
        store.append(List.of(named), Stores.PATIENCE);
        assertThat(store.offsetAt(FOR_EVER, Instant.MAX)).isEqualTo(2);
        assertThat(server.psql(database, "select count(*) from effe.seen")).isEqualTo("1");

        turnClock(Duration.ofHours(170));
        upkeep.step();
        assertThat(server.psql(database, "select count(*) from effe.seen")).isEqualTo("0");
        store.append(List.of(named), Stores.PATIENCE);
        assertThat(store.offsetAt(FOR_EVER, Instant.MAX)).isEqualTo(3);
    }

    @Test
    void tablesAreAnalysedOnceTheyHaveAThousandEvents() throws Exception {
        append(1_000); // The store's own relay does it too, so what it says is forgotten here.
        await().atMost(Duration.ofMinutes(1)).until(() -> !analysed().equals("0"));
        server.psql(database, "select pg_stat_reset()");
        await().atMost(Duration.ofMinutes(1)).until(() -> analysed().equals("0"));
        upkeep.after(999);
        assertThat(analysed()).isEqualTo("0");
        takeLogFor(-1);
        upkeep.after(1);
        await().atMost(Duration.ofMinutes(1)).until(() -> analysed().equals("1"));
        upkeep.after(1_000);
        assertThat(analysed()).isEqualTo("1");
        assertThat(taken()).isEqualTo("1000");
    }

    @Test
    void aLogThatIsKnownToBeLongIsNotAnalysedAtTheNextStart() throws Exception {
        append(1_000);
        await().atMost(Duration.ofMinutes(1)).until(() -> taken().equals("1000"));
        takeLogFor(5_000);
        upkeep.after(1_000);
        assertThat(taken()).isEqualTo("5000");
    }

    private void takeLogFor(int rows) {
        server.psql(database, "update pg_class set reltuples = " + rows + " where oid = 'effe.log'::regclass");
    }

    /** The rows that the planner takes the log to have. */
    private String taken() {
        return server.psql(database, "select reltuples from pg_class where oid = 'effe.log'::regclass");
    }

    private String analysed() {
        return server.psql(
                database,
                "select analyze_count from pg_stat_user_tables where schemaname = 'effe' and relname = 'log'");
    }
}
