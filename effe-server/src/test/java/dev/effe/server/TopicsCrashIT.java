package dev.effe.server;

import static org.awaitility.Awaitility.await;

import com.acme.topics.Booking;
import com.acme.topics.Placing;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final HttpClient client = HttpClient.newHttpClient();
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
            await().atMost(PATIENCE).until(() -> isSettled(effe));
            new TopicsCheck(log(effe), dead(effe), Files.readAllLines(folder.resolve("book.txt")))
                    .check("seed " + SEED, clients.accepted(), KILLS);
        }
    }

    private static HttpRequest.Builder order(EffeProcess effe, int number) {
        String key = number % 100 == 0 ? "poison" : "k" + number % KEYS;
        return HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/orders"))
                .POST(BodyPublishers.ofString(key + " " + number));
    }

    private Map<?, ?> admin(EffeProcess effe, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.adminPort() + path))
                .header("Effe-Admin", "yes")
                .build();
        String body = client.send(request, BodyHandlers.ofString()).body();
        return (Map<?, ?>) Json.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isSettled(EffeProcess effe) throws Exception {
        Map<?, ?> topic = (Map<?, ?>) ((List<?>) admin(effe, "/topics").get("topics")).get(0);
        Map<?, ?> group = (Map<?, ?>) ((List<?>) topic.get("groups")).get(0);
        return group.get("lag").equals(0)
                && group.get("parked").equals(0)
                && group.get("running").equals(0);
    }

    private List<Map<?, ?>> log(EffeProcess effe) throws Exception {
        List<Map<?, ?>> events = new ArrayList<>();
        Object from = 1;
        while (true) {
            Map<?, ?> page = admin(effe, "/topics/placed/events?limit=1000&from=" + from);
            ((List<?>) page.get("events")).forEach(event -> events.add((Map<?, ?>) event));
            from = page.get("next");
            if (from.equals(page.get("end"))) {
                return events;
            }
        }
    }

    private List<Object> dead(EffeProcess effe) throws Exception {
        List<Object> offsets = new ArrayList<>();
        List<?> dead = (List<?>) admin(effe, "/topics/placed/dead?limit=10000").get("dead");
        dead.forEach(event -> offsets.add(((Map<?, ?>) event).get("offset")));
        return offsets;
    }
}
