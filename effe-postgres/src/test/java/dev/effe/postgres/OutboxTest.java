package dev.effe.postgres;

import static dev.effe.postgres.Stores.append;
import static dev.effe.postgres.Stores.event;
import static dev.effe.postgres.Stores.events;
import static dev.effe.postgres.Stores.payloads;
import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are appended by SQL in a transaction of somebody's own, and what open transactions do to others. */
class OutboxTest {

    private static PostgresServer server;

    private String database;
    private PostgresTopicStore store;

    @BeforeAll
    static void findServer() throws Exception {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void open() throws Exception {
        database = server.newDatabase();
        store = Stores.open(server.address(database));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void awaitPayloads(String... expected) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(payloads(store)).containsExactly(expected));
    }

    private static void sql(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void anAppendIsSeenOnceItsTransactionIsCommittedAndNeverIfItIsRolledBack() throws Exception {
        server.psql(database, "begin; select effe.append('placed', 'a', '\"rolled back\"'); rollback");
        server.psql(database, "begin; select effe.append('placed', '42', '{\"total\": 9}'); commit");
        awaitPayloads("{\"total\": 9}");

        StoredEvent event = events(store, 0).get(0);
        assertThat(event.offset()).isEqualTo(1);
        assertThat(event.key()).contains("42");
        assertThat(event.contentType()).isEqualTo("application/json");
        assertThat(event.headers()).containsExactly(Map.entry("Effe-Depth", "1"));
        server.psql(database, "select effe.append('placed', null, 'null', 'id-1')");
        server.psql(database, "select effe.append('placed', null, '\"again\"', 'id-1')");
        awaitPayloads("{\"total\": 9}", "null");
        assertThat(events(store, 1).get(0).id()).contains("id-1");
    }

    @Test
    void anAppendThatCannotBeIsRefusedWithItsReason() throws Exception {
        for (List<String> bad : List.of(
                List.of("'nope', 'a', '{}'", "There is no topic nope", "effe.yaml"),
                List.of("null, 'a', '{}'", "There is no topic null"),
                List.of("'placed', '', '{}'", "key must have 1 to 256 bytes"),
                List.of("'placed', E'a\\nb', '{}'", "no control characters"),
                List.of("'placed', repeat('ä', 129), '{}'", "key must have 1 to 256 bytes"),
                List.of("'placed', 'a', null", "payload must not be null"),
                List.of("'placed', 'a', '{}', ''", "dedup must have 1 to 256 bytes"),
                List.of(
                        "'placed', 'a', to_jsonb(repeat('x', 16777215))",
                        "payload must have at most 16777216 bytes, but has 16777217"))) {
            assertThatThrownBy(() -> server.psql(database, "select effe.append(" + bad.get(0) + ")"))
                    .hasMessageContainingAll(bad.subList(1, bad.size()).toArray(new String[0]));
        }
        append(store, "a", "next");
        awaitPayloads("next");
    }

    @Test
    void whoMayOnlyAppendSeesNothing() throws Exception {
        String role = "appender_" + database;
        server.psql(database, "create role " + role + " login password 'x'; grant usage on schema effe to " + role);
        try (Connection connection = java.sql.DriverManager.getConnection(server.url(database), role, "x")) {
            sql(connection, "select effe.append('placed', 'a', '1')");
            assertThatThrownBy(() -> sql(connection, "select * from effe.log")).hasMessageContaining("permission");
            // Its own objects before those of the function are of no use to it.
            sql(connection, "create temporary table inbox (id int)");
            sql(connection, "set search_path = pg_temp, public; select effe.append('placed', 'a', '2')");
        }
        awaitPayloads("1", "2");
    }

    @Test
    void namesAreNeverPartsOfStatements() throws Exception {
        String evil = "x'); drop table effe.log; --\"${schema}$$";
        store.append(
                List.of(new NewEvent(
                        Stores.TOPIC,
                        Optional.of(evil),
                        Optional.of(evil),
                        evil,
                        Map.of(evil, evil),
                        evil.getBytes(UTF_8))),
                Stores.PATIENCE);
        awaitPayloads(evil);
        StoredEvent event = events(store, 0).get(0);
        assertThat(event.key()).contains(evil);
        assertThat(event.headers()).containsExactly(Map.entry(evil, evil));
        Claims claims = (Claims) store.claims(evil, Stores.TOPIC, 0);
        assertThat(claims.renew().gained()).hasSize(Stores.LANES);
        store.commit(claims, Map.of(0, 1L), List.of());
        assertThat(store.lanes(evil, Stores.TOPIC).get(0).cursor()).isEqualTo(1);
        assertThatThrownBy(() -> new Schema("effe\"; drop")).isInstanceOf(IllegalArgumentException.class);
        try (Connection connection = server.connect(database);
                PreparedStatement statement = connection.prepareStatement("select effe.append('placed', ?, '1')")) {
            statement.setString(1, evil);
            statement.execute();
        }
        awaitPayloads(evil, "1");
    }

    @Test
    void keysAndPayloadsOfAllKindsComeBackAsTheyWere() throws Exception {
        List<String> keys = List.of("ä\"'\\%_", "\uD83D\uDE00", "\u0130i", " ", "{}", "NULL", "null", "a,b", "\\x41");
        for (String key : keys) {
            append(store, key, key);
        }
        awaitPayloads(keys.toArray(new String[0]));
        assertThat(events(store, 0))
                .extracting(event -> event.key().orElseThrow())
                .isEqualTo(keys);
        assertThatThrownBy(() -> append(store, "a\0b", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key")
                .hasMessageContaining("NUL");
        assertThatThrownBy(() -> append(store, "a\uD83D", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a character");

        byte[] longest = new byte[16 << 20];
        for (int i = 0; i < longest.length; i++) {
            longest[i] = (byte) (i * 31 + i / 256);
        }
        long before = keys.size();
        store.append(List.of(event("a", new byte[0]), event("a", longest)), Stores.PATIENCE);
        await().atMost(Duration.ofMinutes(1)).until(() -> events(store, before).size() == 2);
        assertThat(events(store, before).get(0).payload()).isEmpty();
        assertThat(Arrays.equals(events(store, before).get(1).payload(), longest))
                .isTrue();
    }

    @Test
    void aCommitThatComesLateIsNotPassedOver() throws Exception {
        try (Connection late = server.connect(database);
                Connection later = server.connect(database)) {
            late.setAutoCommit(false);
            later.setAutoCommit(false);
            sql(late, "select effe.append('placed', 'a', '\"late\"')");
            sql(later, "select effe.append('placed', 'a', '\"later\"')");
            append(store, "a", "1");
            awaitPayloads("1");
            for (int i = 2; i <= 100; i++) {
                append(store, "a", "" + i);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> payloads(store).size() == 100);
            late.commit();
            await().atMost(Duration.ofMinutes(1)).until(() -> payloads(store).size() == 101);
            later.commit();
            await().atMost(Duration.ofMinutes(1)).until(() -> payloads(store).size() == 102);
        }
        assertThat(payloads(store)).endsWith("100", "\"late\"", "\"later\"");
        assertThat(events(store, 0))
                .extracting(StoredEvent::offset)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 102).boxed().toList());
    }

    /** A row that waits for longer than the relay looks for is found by the look at all. */
    @Test
    void aTransactionThatWasOpenForLongIsNotPassedOver() throws Exception {
        Floor floor = new Floor();
        assertThat(floor.at(1)).isZero();
        floor.moved(500, 1);
        assertThat(floor.at(TimeUnit.SECONDS.toNanos(9)))
                .as("others may have begun before")
                .isZero();
        assertThat(floor.at(TimeUnit.SECONDS.toNanos(12))).isZero();
        floor.moved(900, TimeUnit.SECONDS.toNanos(62));
        assertThat(floor.at(TimeUnit.SECONDS.toNanos(13))).isEqualTo(500);
        floor.moved(1900, TimeUnit.SECONDS.toNanos(123));
        assertThat(floor.at(TimeUnit.SECONDS.toNanos(14))).isEqualTo(900);
        floor.moved(7, TimeUnit.SECONDS.toNanos(124));
        assertThat(floor.at(TimeUnit.SECONDS.toNanos(15))).isEqualTo(7);
    }

    @Test
    void aTopicThatIsNotThereIsTheCallersFault() {
        assertThatThrownBy(() -> store.read("nope", Map.of(0, 0L), 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAppendOfAStoreThatIsClosedIsRefused() throws Exception {
        store.close();
        assertThatThrownBy(() -> append(store, "a", "1"))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("not kept");
    }
}
