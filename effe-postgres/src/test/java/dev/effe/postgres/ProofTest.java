package dev.effe.postgres;

import static dev.effe.postgres.Stores.append;
import static dev.effe.postgres.Stores.event;
import static dev.effe.postgres.Stores.payloads;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process finds out what became of a write whose connection broke. */
class ProofTest {

    private static final Schema SCHEMA = new Schema("effe");

    private static PostgresServer server;

    private final Proof proof = new Proof(SCHEMA);
    private final InboxTable table = new InboxTable(SCHEMA, true, proof);
    private String database;

    @BeforeAll
    static void findServer() throws Exception {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void makeTables() throws Exception {
        database = server.newDatabase();
        Stores.open(server.address(database)).close(); // Neither a relay nor another process is there from now on.
        try (Connection connection = server.connect(database)) {
            proof.register(connection);
        }
    }

    private InboxTable.Inserted write(Connection connection, String payload) throws SQLException {
        return table.insert(connection, List.of(new Appending(1, List.of(event("k", payload)))), true, 0);
    }

    private String log() {
        return server.psql(
                database, "select string_agg(convert_from(payload, 'UTF8'), ' ' order by off) from effe.log");
    }

    @Test
    void whatIsWrittenIsFoundToBeSo() throws Exception {
        try (Connection connection = server.connect(database);
                Connection other = server.connect(database)) {
            assertThat(write(connection, "a").proven()).isTrue();
            assertThat(proof.settle(other)).isEqualTo(Proof.Outcome.WRITTEN);
            assertThat(write(other, "b").proven()).isTrue();
        }
        assertThat(log()).isEqualTo("a b");
    }

    @Test
    void whatIsNotWrittenNeverWillBeWhereverItIs() throws Exception {
        try (Connection late = server.connect(database);
                Connection other = server.connect(database)) {
            server.psql(database, "update effe.appender set last = 2"); // As an earlier look has it.
            assertThat(write(late, "late").proven()).isFalse();
            assertThat(proof.settle(other)).isEqualTo(Proof.Outcome.NOT_WRITTEN);
            assertThat(write(late, "a").proven()).isTrue();
            proof.written(proof.next());
            assertThat(proof.settle(other)).isEqualTo(Proof.Outcome.NOT_WRITTEN);
            assertThat(write(late, "b").proven()).isTrue();
        }
        assertThat(log()).isEqualTo("a b");
        assertThat(server.psql(database, "select count(*) from effe.inbox")).isEqualTo("0");
    }

    @Test
    void aWriteThatGoesOnIsWaitedFor() throws Exception {
        try (Connection open = server.connect(database);
                Connection other = server.connect(database)) {
            for (boolean isCommitted : List.of(false, true)) {
                open.setAutoCommit(false);
                write(open, "" + isCommitted);
                CompletableFuture<Proof.Outcome> outcome = CompletableFuture.supplyAsync(() -> {
                    try {
                        return proof.settle(other);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                await().atMost(Stores.PATIENCE).until(this::isWaitedFor);
                assertThat(outcome).isNotDone();
                if (isCommitted) {
                    open.commit();
                } else {
                    open.rollback();
                }
                assertThat(outcome.join()).isEqualTo(isCommitted ? Proof.Outcome.WRITTEN : Proof.Outcome.NOT_WRITTEN);
            }
        }
        assertThat(log()).isEqualTo("true");
    }

    private boolean isWaitedFor() {
        return server.psql(database, "select count(*) from pg_locks where not granted")
                .equals("1");
    }

    @Test
    void withoutTheRowNothingIsWrittenAndNothingIsKnown() throws Exception {
        try (Connection connection = server.connect(database)) {
            server.psql(database, "delete from effe.appender");
            assertThat(write(connection, "a").proven()).isFalse();
            assertThat(proof.settle(connection)).isEqualTo(Proof.Outcome.UNKNOWN);
            proof.register(connection);
            assertThat(write(connection, "b").proven()).isTrue();
        }
        assertThat(log()).isEqualTo("b");
    }

    @Test
    void anAppendWhoseAnswerIsLostIsKeptOnce() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server);
                PostgresTopicStore store = Stores.open(proxy.address(database))) {
            append(store, "k", "1");
            for (int i = 2; i <= 4; i++) {
                proxy.cutNextMessage("payload-" + i);
                append(store, "k", "payload-" + i);
                assertThat(proxy.hasCut()).isTrue();
            }
            append(store, "k", "5");
            await().atMost(Stores.PATIENCE)
                    .untilAsserted(() -> assertThat(payloads(store))
                            .containsExactly("1", "payload-2", "payload-3", "payload-4", "5"));
        }
    }

    @Test
    void aProcessWhoseRowIsRemovedGoesOn() throws Exception {
        try (PostgresTopicStore store = Stores.open(server.address(database))) {
            append(store, "k", "1");
            server.psql(database, "delete from effe.appender");
            append(store, "k", "2");
            await().atMost(Stores.PATIENCE)
                    .untilAsserted(() -> assertThat(payloads(store)).containsExactly("1", "2"));
        }
    }
}
