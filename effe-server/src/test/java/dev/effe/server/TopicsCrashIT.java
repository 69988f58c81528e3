package dev.effe.server;

import static dev.effe.server.kit.Soon.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with topics is killed again and again under load; then the log and what the function has written are compared.
 * {@code -Deffe.topics.kills=100} is the long form, {@code -Deffe.topics.seed} repeats one.
 */
@Tag("once")
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

    @Test
    void killAtAnyMomentLosesNoEventAndMixesNoOrder() throws Exception {
        BookingApp.write(folder, BookingApp.IN_FILES);
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            try (EffeProcess effe = start()) {
                clients.killUnderLoad(effe, 20 + random.nextInt(400), number -> order(effe, number));
            } // Killed here, in the middle of it.
        }
        try (EffeProcess effe = start()) {
            TopicsAdmin admin = new TopicsAdmin(effe);
            await().atMost(PATIENCE).until(admin::isSettled);
            new TopicsCheck("seed " + SEED, admin.log(), admin.dead(), Files.readAllLines(BookingApp.book(folder)))
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
