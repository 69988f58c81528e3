package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is away for a while, with three processes under load: {@code -Deffe.outage.seconds=120} is the long form. A
 * function that fails for as long is {@link TopicsOutageIT}.
 */
@Tag("once")
class PostgresOutageIT {

    private static final int SECONDS = Integer.getInteger("effe.outage.seconds", 4);
    private static final int PROCESSES = 3;
    private static final int KEYS = 100;
    private static final int EVENTS_PER_SECOND = 400;
    /** The events that are accepted before the outage, and after it. */
    private static final int EVENTS = 400;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The threads that say that the store does not answer: the one that appends, the relay and the engine. */
    private static final int SAY_SO = 3;

    @TempDir
    Path folder;

    private EffeProcess start() {
        return PostgresApp.start(folder, "--app", folder.resolve("effe.yaml").toString());
    }

    @Test
    void anOutageCostsNeitherAnEventNorAnAttempt() throws Exception {
        try (PostgresServer postgres = PostgresServer.start()) {
            BookingApp.write(folder, PostgresApp.store(folder, postgres, "postgres"));
            try (ChaosProcesses processes = new ChaosProcesses(PROCESSES, this::start)) {
                ChaosClients clients = new ChaosClients(processes, KEYS);
                clients.begin(SECONDS, EVENTS_PER_SECOND);
                try {
                    awaitMore(clients.accepted());
                    postgres.stop("immediate");
                    processes.pass(TimeUnit.SECONDS.toMillis(SECONDS));
                    postgres.begin();
                    awaitMore(clients.accepted());
                } finally {
                    clients.end();
                }
                await().atMost(PATIENCE)
                        .until(() -> postgres.psql("postgres", "select count(*) from effe.inbox")
                                .equals("0"));
                TopicsAdmin admin = new TopicsAdmin(processes.all().get(0));
                await().atMost(PATIENCE).ignoreExceptions().until(admin::isSettled);
                check(admin, clients.accepted());
                processes.all().forEach(PostgresOutageIT::checkLog);
            }
        }
    }

    private static void awaitMore(Set<Integer> accepted) {
        int before = accepted.size();
        await().atMost(PATIENCE).until(() -> accepted.size() >= before + EVENTS);
    }

    private void check(TopicsAdmin admin, Set<Integer> accepted) throws Exception {
        List<String> book = Files.readAllLines(BookingApp.book(folder));
        new TopicsCheck("an outage of " + SECONDS + " s", admin.log(), admin.dead(), book)
                .nothingIsLost(accepted)
                .keysKeepTheirOrder()
                .littleIsDoneTwice(PROCESSES);
        assertThat(book).allMatch(PostgresOutageIT::isAttemptThatCounts);
    }

    /** The function itself fails once for one number in seventeen. */
    private static boolean isAttemptThatCounts(String line) {
        String[] parts = line.split(" ");
        int attempt = Integer.parseInt(parts[4]);
        return attempt == 1 || (attempt == 2 && Integer.parseInt(parts[3]) % 17 == 0);
    }

    private static boolean saysSo(String line) {
        return line.contains("it is tried again until that works") || line.contains("The store of topics failed");
    }

    private static void checkLog(EffeProcess effe) {
        assertThat(effe.output().lines().filter(PostgresOutageIT::saysSo))
                .as(effe.output())
                .hasSizeBetween(1, SAY_SO * (SECONDS / 60 + 2));
    }
}
