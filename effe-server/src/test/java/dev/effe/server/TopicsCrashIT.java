package dev.effe.server;

import static org.awaitility.Awaitility.await;

import com.acme.topics.Booking;
import com.acme.topics.Placing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with topics is killed again and again under load; then the log and what the function has written are compared.
 * {@code -Deffe.topics.kills=100} is the long form, {@code -Deffe.topics.seed} repeats one.
 */
class TopicsCrashIT {

    private static final int KILLS = Integer.getInteger("effe.topics.kills", 4);
    private static final long SEED = Long.getLong("effe.topics.seed", System.nanoTime());
    private static final int KEYS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final CrashClients clients = new CrashClients(PATIENCE);

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
    void killAtAnyMomentLosesNoEventAndMixesNoOrder() throws Exception {
        write();
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            try (EffeProcess effe = start()) {
                clients.killUnderLoad(effe, 20 + random.nextInt(400), number -> order(effe, number));
            } // Killed here, in the middle of it.
        }
        try (EffeProcess effe = start()) {
            TopicsAdmin admin = new TopicsAdmin(effe);
            await().atMost(PATIENCE).until(admin::isSettled);
            new TopicsCheck("seed " + SEED, admin.log(), admin.dead(), Files.readAllLines(folder.resolve("book.txt")))
                    .nothingIsLost(clients.accepted())
                    .keysKeepTheirOrder()
                    .processesNeverGoBack()
                    .littleIsDoneTwice(KILLS);
        }
    }

    private static HttpRequest.Builder order(EffeProcess effe, int number) {
        String key = number % 100 == 0 ? "poison" : "k" + number % KEYS;
        return HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/orders"))
                .POST(BodyPublishers.ofString(key + " " + number));
    }
}
