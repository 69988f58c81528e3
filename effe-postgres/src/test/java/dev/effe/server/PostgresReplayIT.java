package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes share a replay; the one that began it is killed. */
class PostgresReplayIT {

    private static final int EVENTS = 1_500;
    private static final int PER_SECOND = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private PostgresServer postgres;
    private String database;
    private AgainApp app;
    private EffeProcess first;
    private EffeProcess second;

    @AfterEach
    void kill() {
        Stream.of(first, second).filter(process -> process != null).forEach(EffeProcess::close);
    }

    private void start() throws Exception {
        postgres = PostgresServer.shared();
        database = postgres.newDatabase();
        app = new AgainApp(folder);
        app.write(PostgresApp.store(folder, postgres, database));
        first = PostgresApp.start(folder, app.arguments());
        second = PostgresApp.start(folder, app.arguments());
        app.order(first, EVENTS);
        await().atMost(PATIENCE).until(() -> app.live().size() >= EVENTS);
    }

    private long linesOf(EffeProcess process) {
        return app.again().stream()
                .filter(line -> line.startsWith(process.pid() + " "))
                .count();
    }

    /** The lanes of the replay that a process has, as the database says. */
    private int lanesOf(EffeProcess process) {
        return Integer.parseInt(postgres.psql(
                database,
                "select count(*) from effe.cursor where grp = 'replay/all' and owner like '%/" + process.pid()
                        + " %'"));
    }

    @Test
    void aReplayGoesOnInTheOtherProcessWhenOneIsKilledAndEndsOnce() throws Exception {
        start();
        assertThat(new TopicsAdmin(first).post("/replays", AgainApp.replay("all", PER_SECOND)))
                .returns(200, answer -> answer.statusCode());
        app.orderOne(first, EVENTS); // Comes too late for the replay.
        TopicsAdmin admin = new TopicsAdmin(second);
        await().atMost(PATIENCE).until(() -> linesOf(first) > 100 && linesOf(second) > 100);
        assertThat(admin.get("/replays/all").get("state")).isEqualTo("running");
        await().atMost(PATIENCE).until(() -> lanesOf(first) == 2 && lanesOf(second) == 2);

        first.close();
        first.exitCode();
        long killed = System.nanoTime();
        assertThat(app.times().size()).as("in the middle of it").isLessThan(EVENTS - 100);
        await().atMost(Duration.ofMinutes(1)).until(() -> lanesOf(second) == 4);
        System.out.printf(
                "The lanes are another process's %d ms after the kill%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
        await().atMost(PATIENCE).until(() -> admin.get("/replays/all").containsKey("ended"));
        Map<?, ?> over = admin.get("/replays/all");
        assertThat(over.get("state")).isEqualTo("done");
        assertThat(over.get("events")).isEqualTo(EVENTS);
        assertThat(over.get("done")).isEqualTo(EVENTS);
        assertThat(over.get("failed")).isEqualTo(0);

        try (EffeProcess third = PostgresApp.start(folder, app.arguments())) {
            assertThat(new TopicsAdmin(third).get("/replays/all")).isEqualTo(over);
            assertThat(Stream.of(first, second, third).map(EffeProcess::output))
                    .filteredOn(output -> output.contains("Replay all of placed to again is done after "))
                    .as("ended once")
                    .hasSize(1);
            check(new TopicsAdmin(third));
        }
    }

    private void check(TopicsAdmin admin) throws Exception {
        Map<Integer, Long> times = app.times();
        assertThat(times).hasSize(EVENTS);
        assertThat(times.values()).allMatch(count -> count <= 2);
        long twice = times.values().stream().filter(count -> count == 2).count();
        System.out.printf("%d of %d events are delivered twice%n", twice, EVENTS);
        assertThat(twice)
                .as("of half of the lanes, what ran and what was not written")
                .isLessThan(2 * PER_SECOND);
        new TopicsCheck("replay", admin.log(), List.of(), app.again())
                .keysKeepTheirOrder()
                .processesNeverGoBack();
    }
}
