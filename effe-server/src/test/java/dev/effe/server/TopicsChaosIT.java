package dev.effe.server;

import static dev.effe.server.kit.Soon.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process with topics in files is killed and stopped at random under load: see {@link Chaos}. */
@Tag("once")
class TopicsChaosIT {

    @TempDir
    Path folder;

    private EffeProcess start() {
        return EffeProcess.in(folder)
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready();
    }

    @Test
    void noEventIsLostAndEachKeyKeepsItsOrder() throws Exception {
        BookingApp.write(folder, BookingApp.IN_FILES);
        Chaos chaos = new Chaos();
        try (ChaosProcesses process = new ChaosProcesses(1, this::start)) {
            chaos.run(
                    process,
                    List.of(
                            (to, random) -> to.kill(random),
                            (to, random) -> to.kill(random),
                            (to, random) -> to.pause(random, 100, 3_000)));
            TopicsAdmin admin = new TopicsAdmin(process.all().get(0));
            await().atMost(Duration.ofMinutes(5)).until(admin::isSettled);
            chaos.check(admin, BookingApp.book(folder)).processesNeverGoBack();
        }
    }
}
