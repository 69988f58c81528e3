package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.topics.Noting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with a schedule that is due each minute: one that runs, and one that is stopped over a due time. */
@Tag("once")
class SchedulesIT {

    private static final Duration STARTS = Duration.ofSeconds(25);

    @TempDir
    Path folder;

    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        new FunctionJar().add(Noting.class).jar(home.resolve("shop.jar"));
        Files.writeString(home.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  report:
                    code: shop.jar
                    set: {notes: "%s"}
                    triggers: [{schedule: "* * * * *", zone: Europe/Berlin}]
                settings: {port: 0, admin-port: 0, data-dir: data}
                """.formatted(home.resolve("notes.txt")));
        return home;
    }

    private static EffeProcess start(Path home) {
        return EffeProcess.in(home)
                .start("--app", home.resolve("effe.yaml").toString())
                .ready();
    }

    private static List<String> notes(Path home) throws IOException {
        Path notes = home.resolve("notes.txt");
        return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    }

    private static Instant nextMinute() {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    private static void awaitTime(Instant time) {
        await().atMost(EffeProcess.PATIENCE).until(() -> !Instant.now().isBefore(time));
    }

    @Test
    void aScheduleRunsInItsMinuteAndWhatWasMissedRunsOnce() throws Exception {
        Path running = home("running");
        Path stopped = home("stopped");
        if (Instant.now().plus(STARTS).isAfter(nextMinute())) {
            awaitTime(nextMinute());
        }
        try (EffeProcess effe = start(running)) {
            Instant due;
            try (EffeProcess before = start(stopped)) {
                due = nextMinute();
                assertThat(before.term().exitCode()).isZero();
            }
            awaitTime(due);
            Instant began = Instant.now();
            assertThat(began).as("the machine is too slow for this test").isBefore(due.plusSeconds(60));
            try (EffeProcess after = start(stopped)) {
                await().atMost(EffeProcess.PATIENCE).until(() -> !notes(stopped).isEmpty());
                assertThat(after.getAdmin("/topics").body()).contains("\"next\":\"20");
            }
            await().atMost(EffeProcess.PATIENCE).until(() -> !notes(running).isEmpty());

            String payload = "{\"scheduledAt\":\"" + due + "\"}";
            assertThat(notes(running).get(0)).endsWith(" " + payload);
            assertThat(Duration.between(due, Instant.parse(notes(running).get(0).split(" ")[0])))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(60));
            assertThat(notes(stopped).get(0)).endsWith(" " + payload);
            assertThat(notes(stopped))
                    .filteredOn(line -> line.endsWith(payload))
                    .hasSize(1);
            assertThat(effe.adminPort()).isPositive();
        }
    }
}
