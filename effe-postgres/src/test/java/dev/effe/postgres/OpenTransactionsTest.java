package dev.effe.postgres;

import static dev.effe.postgres.Stores.append;
import static dev.effe.postgres.Stores.events;
import static dev.effe.postgres.Stores.payloads;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Transactions that stay open, in this database and in another one of the server: they stop nobody, and when the server
 * crashes their events are gone and no others. The build's form is short; {@code -Deffe.outbox.seconds=60} is the long one.
 */
class OpenTransactionsTest {

    private static final long SECONDS = Long.getLong("effe.outbox.seconds", 5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private PostgresServer server;
    private String database;
    private PostgresTopicStore store;

    @BeforeEach
    void start() throws Exception {
        server = PostgresServer.start("-c fsync=off");
        database = server.newDatabase();
        store = Stores.open(server.address(database));
    }

    @AfterEach
    void stop() {
        if (store != null) {
            store.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static void sql(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theyStopNobodyAndLeaveNothingAfterACrash() throws Exception {
        String elsewhere = server.newDatabase();
        int appended;
        try (Connection here = server.connect(database);
                Connection there = server.connect(elsewhere)) {
            sql(here, "select effe.append('placed', 'a', '\"open\"')");
            sql(there, "create table t (id int)");
            appended = appendMeanwhile();
            server.stop("immediate");
            server.begin();
            assertThatThrownBy(here::commit).isInstanceOf(SQLException.class);
        }
        append(store, "a", "" + (appended + 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(payloads(store))
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, appended + 1)
                                .mapToObj(Long::toString)
                                .toList()));
        assertThat(events(store, 0))
                .extracting(StoredEvent::offset)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, appended + 1).boxed().toList());
    }

    /** Appends numbers from 1 on, and waits until each is seen. Returns the last one. */
    private int appendMeanwhile() throws Exception {
        List<Long> millis = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end || millis.size() <= 20) {
            long began = System.nanoTime();
            long before = millis.size();
            append(store, "a", "" + (before + 1));
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(PATIENCE)
                    .until(() -> !events(store, before).isEmpty());
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        assertThat(sorted.get(sorted.size() * 99 / 100))
                .as("the 99th percentile of %s", millis)
                .isLessThan(1_000L);
        return millis.size();
    }
}
