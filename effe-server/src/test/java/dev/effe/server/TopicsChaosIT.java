package dev.effe.server;

import static org.awaitility.Awaitility.await;

import com.acme.topics.Booking;
import com.acme.topics.Placing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process with topics in files is killed and stopped at random under load: see {@link Chaos}. */
class TopicsChaosIT {

    @TempDir
    Path folder;

    private EffeProcess start() {
        return EffeProcess.in(folder)
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready();
    }

    private void write() throws IOException {
        new FunctionJar().add(Placing.class).add(Booking.class).jar(folder.resolve("shop.jar"));
        Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders: {code: shop.jar, logic: com.acme.topics.Placing, routes: [POST /orders], appends: [placed]}
                  report:
                    code: shop.jar
                    logic: com.acme.topics.Booking
                    set: {book: "%s"}
                    triggers: [{topic: placed, retries: 2, retry-delay: 20ms}]
                topics: {placed: {lanes: 4}}
                settings: {port: 0, admin-port: 0, data-dir: data}
                """.formatted(folder.resolve("book.txt")));
    }

    @Test
    void noEventIsLostAndEachKeyKeepsItsOrder() throws Exception {
        write();
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
            chaos.check(admin, folder.resolve("book.txt")).processesNeverGoBack();
        }
    }
}
