package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in the middle of a replay to a function that has no trigger, while others go on being triggered. */
@Tag("once")
class ReplayCrashIT {

    private static final int EVENTS = 1_500;
    private static final int PER_SECOND = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private EffeProcess start(AgainApp app) {
        return EffeProcess.in(folder)
                .jvm("-Xlog:class+load:file=" + folder.resolve("classes.txt") + "::filesize=0")
                .start(app.arguments())
                .ready();
    }

    @Test
    void killInTheMiddleOfAReplayDeliversEachEventOnceToTwice() throws Exception {
        AgainApp app = new AgainApp(folder);
        app.write(BookingApp.IN_FILES);
        try (EffeProcess effe = start(app)) {
            app.order(effe, EVENTS);
            await().atMost(PATIENCE).until(() -> app.live().size() >= EVENTS);
            assertThat(Files.readString(folder.resolve("classes.txt")).lines().filter(line -> line.contains("Replay")))
                    .as("loaded while there is no replay, but for what looks for one")
                    .allMatch(line -> line.contains("topics.ReplayWatch "));
            assertThat(new TopicsAdmin(effe).post("/replays", AgainApp.replay("all", PER_SECOND)))
                    .returns(200, answer -> answer.statusCode());
            app.orderOne(effe, EVENTS); // Comes too late for the replay.
            await().atMost(PATIENCE).until(() -> app.again().size() >= EVENTS / 3);
        } // Killed here.
        assertThat(app.again().size()).isLessThan(EVENTS - 100);
        try (EffeProcess effe = start(app)) {
            TopicsAdmin admin = new TopicsAdmin(effe);
            await().atMost(PATIENCE).until(() -> admin.get("/replays/all").containsKey("ended"));
            Map<?, ?> over = admin.get("/replays/all");
            assertThat(over.get("state")).isEqualTo("done");
            assertThat(over.get("events")).isEqualTo(EVENTS);
            assertThat(over.get("failed")).isEqualTo(0);
            assertThat(over.get("done")).isEqualTo(EVENTS);
            await().atMost(PATIENCE)
                    .until(() -> effe.output().contains("Replay all of placed to again is done after "));
        }
        check(app);
    }

    private static void check(AgainApp app) {
        assertThat(app.times()).hasSize(EVENTS);
        assertThat(app.times().values()).allMatch(count -> count <= 2);
        Map<String, Long> live =
                app.live().stream().collect(Collectors.groupingBy(line -> line.split(" ")[2], Collectors.counting()));
        assertThat(live).hasSize(EVENTS + 1);
        Map<String, Integer> last = new HashMap<>();
        for (String line : app.again()) {
            String[] parts = line.split(" ");
            Integer before = last.put(parts[0] + parts[1], Integer.valueOf(parts[2]));
            assertThat(before == null ? 0 : before).as(line).isLessThan(Integer.parseInt(parts[2]));
        }
    }
}
