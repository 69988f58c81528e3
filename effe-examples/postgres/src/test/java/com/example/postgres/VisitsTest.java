package com.example.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.effe.test.EffeExtension;
import dev.effe.test.FunctionTester;
import dev.effe.test.TestRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VisitsTest {

    private static final int CLIENTS = 32;
    private static final int REQUESTS = 200;
    private static final int MAX_CONTEXTS = 4;

    @Order(1)
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    @Order(2)
    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Visits())
            .set("min-contexts", "0")
            .set("max-contexts", String.valueOf(MAX_CONTEXTS))
            .set("context-idle", "1s")
            .config("db.url", postgres::url)
            .config("db.user", "postgres")
            .config("db.password", "postgres");

    @Test
    void counts() {
        assertThat(effe.get("/new").body()).contains("\"visits\":0");
        assertThat(effe.post("/new", "").body()).contains("\"visits\":1");
        assertThat(effe.post("/new", "").body()).contains("\"visits\":2");
        assertThat(effe.get("/new").body()).contains("\"visits\":2");
    }

    @Test
    void opensNoMoreConnectionsThanContexts() {
        Load load = Load.start(CLIENTS, () -> effe.post("/load", "").statusCode() == 200, REQUESTS);
        int most = 0;
        while (!load.isOver()) {
            most = Math.max(most, postgres.connections());
        }

        assertThat(load.failures()).isZero();
        assertThat(most).isBetween(2, MAX_CONTEXTS);
        assertThat(effe.get("/load").body()).contains("\"visits\":" + CLIENTS * REQUESTS + "}");
    }

    @Test
    void losesNoMoreRequestsThanConnectionsWhenTheDatabaseCutsThem() {
        Load load = Load.start(CLIENTS, () -> effe.post("/cut", "").statusCode() == 200, REQUESTS);
        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.connections() >= 2);

        int cut = postgres.killConnections();
        await().atMost(Duration.ofMinutes(2)).until(load::isOver);

        assertThat(cut).isPositive();
        assertThat(load.failures()).isBetween(1, cut);
        assertThat(effe.get("/cut").body()).contains("\"visits\":" + (CLIENTS * REQUESTS - load.failures()) + "}");
    }

    @Test
    void closesTheConnectionsOfIdleContexts() {
        effe.post("/idle", "");

        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.connections() == 0);
    }

    @Test
    void keepsItsConnectionAfterAnErrorInSql() throws Exception {
        // Too long for an index, and random, or it would be compressed.
        String page =
                new Random(1).ints(7000, 'a', 'z').mapToObj(Character::toString).collect(Collectors.joining());
        AtomicInteger started = new AtomicInteger();
        Visits visits = new Visits() {
            @Override
            public Connection start() throws SQLException {
                started.incrementAndGet();
                return super.start();
            }
        };
        Map<String, String> config = Map.of("db.url", postgres.url(), "db.user", "postgres", "db.password", "postgres");
        try (FunctionTester<Connection> tester = FunctionTester.of(visits, config)) {
            assertThatThrownBy(() -> tester.call(TestRequest.post("/" + page))).isInstanceOf(SQLException.class);
            assertThat(tester.call(TestRequest.post("/kept")).body()).contains("\"visits\":1");
        }
        assertThat(started).hasValue(1);
    }
}
