package dev.effe.server;

import static dev.effe.server.kit.Soon.await;

import dev.effe.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes with topics in PostgreSQL: one is killed, or stopped for longer than its lease, or the server is
 * restarted as if it had been killed, at random under load. See {@link Chaos}.
 */
@Tag("slow")
class PostgresTopicsChaosIT {

    private static final int PROCESSES = 3;
    /** Longer than a lease. */
    private static final int PAUSE_MILLIS = 16_000;

    private static final int MOST_PAUSE_MILLIS = 20_000;

    private static final String LEFT = "select count(*) from effe.inbox";

    @TempDir
    Path folder;

    private EffeProcess start() {
        return PostgresApp.start(folder, "--app", folder.resolve("effe.yaml").toString());
    }

    @Test
    void noEventIsLostAndEachKeyKeepsItsOrder() throws Exception {
        Chaos chaos = new Chaos();
        try (PostgresServer postgres = PostgresServer.start()) {
            BookingApp.write(folder, PostgresApp.store(folder, postgres, "postgres"));
            try (ChaosProcesses processes = new ChaosProcesses(PROCESSES, this::start)) {
                chaos.run(
                        processes,
                        List.of(
                                (to, random) -> to.kill(random),
                                (to, random) -> to.kill(random),
                                (to, random) -> {
                                    to.pause(random, PAUSE_MILLIS, MOST_PAUSE_MILLIS);
                                    to.lose(1);
                                },
                                (to, random) -> {
                                    postgres.stop("immediate");
                                    postgres.begin();
                                    to.lose(PROCESSES);
                                }));
                // An event of the inbox has no offset yet, so that groups do not wait for it.
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> postgres.psql("postgres", LEFT).equals("0"));
                for (EffeProcess each : processes.all()) {
                    TopicsAdmin admin = new TopicsAdmin(each);
                    await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(admin::isSettled);
                }
                chaos.check(new TopicsAdmin(processes.all().get(0)), BookingApp.book(folder));
            }
        }
    }
}
