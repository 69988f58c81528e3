package dev.effe.server;

import static org.awaitility.Awaitility.await;

import dev.effe.postgres.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes with topics in PostgreSQL: one is killed, or stopped for longer than its lease, or the server is
 * restarted as if it had been killed, at random under load. See {@link Chaos}.
 */
@Tag("slow")
class PostgresTopicsChaosIT {

    private static final Path EFFE_JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"));

    private static final int PROCESSES = 3;
    /** Longer than a lease. */
    private static final int PAUSE_MILLIS = 16_000;

    private static final int MOST_PAUSE_MILLIS = 20_000;

    @TempDir
    Path folder;

    private EffeProcess start() {
        return EffeProcess.in(folder, EFFE_JAR)
                .beside(store())
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready();
    }

    /** The store and what it needs, as they are on this test's class path. */
    private static List<String> store() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*(effe-postgres|postgresql-|HikariCP-).*"))
                .toList();
    }

    private void write(PostgresServer postgres) throws IOException {
        Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
        BookingApp.write(folder, """
                store:
                  kind: postgres
                  url: "jdbc:postgresql://127.0.0.1:%d/postgres"
                  user: %s
                  password-file: password
                settings: {port: 0, admin-port: 0}
                """.formatted(postgres.port(), PostgresServer.USER));
    }

    @Test
    void noEventIsLostAndEachKeyKeepsItsOrder() throws Exception {
        Chaos chaos = new Chaos();
        try (PostgresServer postgres = PostgresServer.start()) {
            write(postgres);
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
                for (EffeProcess each : processes.all()) {
                    TopicsAdmin admin = new TopicsAdmin(each);
                    await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(admin::isSettled);
                }
                chaos.check(new TopicsAdmin(processes.all().get(0)), BookingApp.book(folder));
            }
        }
    }
}
