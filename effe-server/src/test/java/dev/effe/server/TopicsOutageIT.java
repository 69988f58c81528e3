package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.topics.Keeping;
import com.acme.topics.Placing;
import dev.effe.server.TopicsCheck.LogEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process with a key that always fails, and with a function that is down for a while: {@code
 * -Deffe.outage.seconds=120} is the long form.
 */
@Tag("once")
class TopicsOutageIT {

    private static final int EVENTS = 600;
    private static final int KEYS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** With it, an outage that counts as attempts would make events dead. */
    private static final int RETRIES = 2;

    private static final int PROBES = 4;
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("effe.outage.seconds", 0));

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private EffeProcess start() throws Exception {
        new FunctionJar().add(Placing.class).add(Keeping.class).jar(folder.resolve("shop.jar"));
        Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders: {code: shop.jar, logic: com.acme.topics.Placing, routes: [POST /orders], appends: [placed]}
                  report:
                    code: shop.jar
                    logic: com.acme.topics.Keeping
                    routes: [GET /report]
                    set: {down: "%s"}
                    triggers: [{topic: placed, retries: %d, retry-delay: 100ms}]
                topics: {placed: {}}
                settings: {port: 0, admin-port: 0, data-dir: data}
                """.formatted(folder.resolve("down"), RETRIES));
        return EffeProcess.in(folder)
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready();
    }

    /** Appends events at once. */
    private void order(EffeProcess effe, int first, int last, IntFunction<String> keys) throws Exception {
        StringBuilder body = new StringBuilder();
        for (int number = first; number <= last; number++) {
            body.append(keys.apply(number)).append(' ').append(number).append('\n');
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/orders"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
    }

    private static List<String> report(EffeProcess effe) {
        return effe.get("/report")
                .body()
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static int failures(EffeProcess effe) {
        List<String> lines = report(effe);
        return Integer.parseInt(lines.get(lines.size() - 1).split(" ")[1]);
    }

    @Test
    void aKeyThatFailsCostsItselfAloneAndAnOutageCostsNoEvent() throws Exception {
        try (EffeProcess effe = start()) {
            TopicsAdmin admin = new TopicsAdmin(effe);
            order(effe, 1, EVENTS / 2, number -> number % 100 == 0 ? "poison" : "k" + number % KEYS);
            await().atMost(PATIENCE).until(admin::isSettled);
            List<Integer> poisoned = admin.dead();
            assertThat(poisoned).hasSize(EVENTS / 2 / 100);
            assertThat(failures(effe)).isEqualTo(poisoned.size() * (RETRIES + 1));

            Files.createFile(folder.resolve("down"));
            int failedBefore = failures(effe);
            order(effe, EVENTS / 2 + 1, EVENTS, number -> "k" + number % KEYS);
            await().atMost(PATIENCE).until(() -> admin.group().get("paused").equals(true));
            int failedWhenPaused = failures(effe);
            long pausedNanos = System.nanoTime();
            // One event at a time, ever more slowly: these are all attempts that there are.
            await().atMost(PATIENCE.plus(OUTAGE))
                    .until(() -> failures(effe) >= failedWhenPaused + PROBES
                            && System.nanoTime() - pausedNanos >= OUTAGE.toNanos());
            assertThat((Integer) admin.group().get("parked")).isLessThanOrEqualTo(100);
            assertThat(admin.group().get("paused")).isEqualTo(true);
            assertThat(failures(effe) - failedBefore).isLessThan(100);

            Files.delete(folder.resolve("down"));
            await().atMost(PATIENCE).until(admin::isSettled);
            assertThat(admin.dead()).isEqualTo(poisoned);
            check(admin.log(), report(effe));
        }
    }

    /** Each event but the poisoned ones once, and in order for each key. */
    private static void check(List<LogEvent> log, List<String> report) {
        List<Integer> expected = log.stream()
                .filter(event -> !event.key().equals("poison"))
                .map(LogEvent::offset)
                .collect(Collectors.toList());
        Map<String, Integer> last = new HashMap<>();
        for (String line : report.subList(0, report.size() - 1)) {
            String[] parts = line.split(" ");
            int offset = Integer.parseInt(parts[2]);
            assertThat(expected.remove((Integer) offset)).as(line).isTrue();
            assertThat(offset).as(line).isGreaterThan(last.getOrDefault(parts[1], 0));
            assertThat(Integer.parseInt(parts[4])).as(line).isLessThanOrEqualTo(RETRIES + 1);
            last.put(parts[1], offset);
        }
        assertThat(expected).isEmpty();
    }
}
