package dev.effe.postgres;

import static dev.effe.postgres.Stores.append;
import static dev.effe.postgres.Stores.event;
import static dev.effe.postgres.Stores.events;
import static dev.effe.postgres.Stores.payloads;
import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.spi.topics.InboxState;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends that write into the log themselves, and when they leave events to the relay. */
class InboxTableTest {

    private static final Schema SCHEMA = new Schema("effe");

    private static PostgresServer server;

    private String database;
    private Proof proof;

    @BeforeAll
    static void findServer() throws Exception {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void makeTables() throws Exception {
        database = server.newDatabase();
        Stores.open(server.address(database)).close(); // No relay is there from now on.
        proof = new Proof(SCHEMA);
        try (Connection connection = server.connect(database)) {
            proof.register(connection);
        }
    }

    private InboxTable.Inserted insert(Connection connection, boolean number, NewEvent... events) throws SQLException {
        InboxTable.Inserted inserted = new InboxTable(SCHEMA, true, proof)
                .insert(connection, List.of(new Appending(1, List.of(events))), number, 0);
        assertThat(inserted.proven()).isTrue();
        proof.written(proof.next());
        return inserted;
    }

    private static NewEvent named(String id) {
        return new NewEvent(
                Stores.TOPIC, Optional.of("k"), Optional.of(id), "text/plain", Map.of(), id.getBytes(UTF_8));
    }

    private String waiting() {
        return server.psql(database, "select count(*) from effe.inbox");
    }

    private String log() {
        return server.psql(
                database, "select string_agg(convert_from(payload, 'UTF8'), ' ' order by off) from effe.log");
    }

    @Test
    void eventsOfTheInboxComeFirstUpToALimit() throws Exception {
        String fill = "insert into effe.inbox (topic, key, type, headers, payload)"
                + " select 1, 'k', 'text/plain', '{}', 'w' from generate_series(1, %d)";
        server.psql(database, fill.formatted(InboxTable.MOST_BESIDES));
        try (Connection connection = server.connect(database)) {
            InboxTable.Inserted few = insert(connection, true, event("k", "a"));
            assertThat(few.numbered()).isTrue();
            assertThat(few.behind()).isFalse();
            assertThat(few.events()).isEqualTo(InboxTable.MOST_BESIDES + 1);
            assertThat(few.lowest()).isEqualTo(1);
            assertThat(few.ends()).containsExactly(Map.entry(1, InboxTable.MOST_BESIDES + 1L));
            assertThat(waiting()).isEqualTo("0");
            assertThat(log()).endsWith("w w a").doesNotContain("a ");

            server.psql(database, fill.formatted(InboxTable.MOST_BESIDES + 1));
            InboxTable.Inserted many = insert(connection, true, event("k", "b"));
            assertThat(many.numbered()).isFalse();
            assertThat(many.behind()).isTrue();
            assertThat(many.ends()).isEmpty();
            assertThat(waiting()).isEqualTo("" + (InboxTable.MOST_BESIDES + 2));
        }
        assertThat(server.psql(
                        database, "select convert_from(payload, 'UTF8') from effe.inbox order by id desc limit 1"))
                .isEqualTo("b");
    }

    @Test
    void payloadsOfTheInboxThatAreLongAreLeftToTheRelay() throws Exception {
        server.psql(
                database,
                "insert into effe.inbox (topic, key, type, headers, payload)"
                        + " select 1, 'k', 'text/plain', '{}', convert_to(repeat('w', 4500000), 'UTF8')"
                        + " from generate_series(1, 2)");
        try (Connection connection = server.connect(database)) {
            assertThat(insert(connection, true, event("k", "a")).behind()).isTrue();
        }
    }

    @Test
    void whileAnotherNumbersEventsTheyWaitAndNobodyWaitsForIt() throws Exception {
        try (Connection holder = server.connect(database);
                Connection connection = server.connect(database)) {
            lock(holder);
            InboxTable.Inserted left = insert(connection, true, event("k", "a"));
            assertThat(left.numbered()).isFalse();
            assertThat(left.behind()).isFalse();
            assertThat(waiting()).isEqualTo("1");
            holder.rollback();
            assertThat(insert(connection, false, event("k", "b")).numbered()).isFalse();
            assertThat(insert(connection, true, event("k", "c")).events()).isEqualTo(3);
        }
        assertThat(log()).isEqualTo("a b c");
    }

    private static void lock(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (PreparedStatement lock = holder.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, SCHEMA.lock(Numbering.LOCK));
            lock.execute();
        }
    }

    @Test
    void anIdCountsOnceWhereverItWaits() throws Exception {
        try (Connection connection = server.connect(database)) {
            insert(connection, false, named("x"), named("y"));
            InboxTable.Inserted once = insert(connection, true, named("y"), named("z"), named("z"), event(null, "-"));
            assertThat(once.ends()).containsExactly(Map.entry(1, 4L));
            InboxTable.Inserted none = insert(connection, true, named("z"));
            assertThat(none.numbered()).isTrue();
            assertThat(none.ends()).isEmpty();
        }
        assertThat(log()).isEqualTo("x y z -");
    }

    @Test
    void anEventIsSeenOnceItsAppendReturns() throws Exception {
        try (PostgresTopicStore store = Stores.open(server.address(database))) {
            for (int i = 1; i <= 50; i++) {
                append(store, "k" + i, "" + i);
                assertThat(events(store, i - 1)).hasSize(1);
            }
        }
        assertThat(server.psql(database, "select last_value, is_called from effe.inbox_id_seq"))
                .as("none was in the inbox")
                .isEqualTo("1|f");
    }

    /** An append must not pass another one of its caller that still waits. */
    @Test
    void appendsKeepTheirOrderWhileTheLockComesAndGoes() throws Exception {
        try (PostgresTopicStore store = Stores.open(server.address(database));
                Connection holder = server.connect(database)) {
            for (int i = 1; i <= 60; i += 3) {
                append(store, "k", "" + i);
                lock(holder);
                append(store, "k", "" + (i + 1));
                holder.rollback();
                append(store, "k", "" + (i + 2));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> payloads(store).size() == 60);
            assertThat(payloads(store))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 60)
                            .mapToObj(Long::toString)
                            .toList());
            assertThat(events(store, 0))
                    .extracting(StoredEvent::offset)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 60).boxed().toList());
        }
    }

    @Test
    void theInboxIsCounted() throws Exception {
        try (PostgresTopicStore store = Stores.open(server.address(database));
                Connection holder = server.connect(database)) {
            assertThat(store.inbox()).contains(new InboxState(0, Duration.ZERO));
            lock(holder);
            append(store, "k", "1");
            append(store, "k", "2");
            server.psql(database, "update effe.inbox set at = at - interval '1 hour' where id = 1");
            InboxState state = store.inbox().orElseThrow();
            assertThat(state.events()).isEqualTo(2);
            assertThat(state.oldest()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
            holder.rollback();
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(store.inbox()).contains(new InboxState(0, Duration.ZERO)));
        }
    }
}
