package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in the middle of a replay to a function that has no trigger, while others go on being triggered. */
class ReplayCrashIT {

    private static final int EVENTS = 1_500;
    private static final int KEYS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private EffeProcess start() {
        return EffeProcess.in(folder)
                .jvm("-Xlog:class+load:file=" + folder.resolve("classes.txt") + "::filesize=0")
                .start(
                        "--app",
                        folder.resolve("effe.yaml").toString(),
                        "--app",
                        folder.resolve("again.yaml").toString())
                .ready();
    }

    private void write() throws IOException {
        BookingApp.write(folder, BookingApp.IN_FILES);
        Files.writeString(folder.resolve("again.yaml"), """
                functions:
                  again: {code: shop.jar, logic: com.acme.topics.Booking, set: {book: "%s"}}
                """.formatted(folder.resolve("again.txt")));
    }

    private List<String> lines(String file) {
        try {
            return Files.exists(folder.resolve(file)) ? Files.readAllLines(folder.resolve(file)) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void order(EffeProcess effe, int number) throws Exception {
        String key = "k" + number % KEYS;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + "/orders"))
                .POST(BodyPublishers.ofString(key + " " + number))
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
    }

    private Map<?, ?> admin(EffeProcess effe, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.adminPort() + path))
                .header("Effe-Admin", "yes")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void killInTheMiddleOfAReplayDeliversEachEventOnceToTwice() throws Exception {
        write();
        try (EffeProcess effe = start()) {
            IntStream.range(0, 4).parallel().forEach(client -> {
                for (int number = client; number < EVENTS; number += 4) {
                    try {
                        order(effe, number);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
            await().atMost(PATIENCE).until(() -> lines("book.txt").size() >= EVENTS);
            assertThat(Files.readString(folder.resolve("classes.txt")).lines().filter(line -> line.contains("Replay")))
                    .as("loaded while there is no replay, but for what the classes of topics name")
                    .allMatch(line -> line.contains("topics.ReplayTargets ")
                            || line.contains("topics.ReplayWatch ")
                            || line.contains("topics.Replays$Host ")
                            || line.contains("topics.replay.ReplayOperations "));
            admin(
                    effe,
                    "POST",
                    "/replays",
                    "{\"topic\": \"placed\", \"function\": \"again\", \"rate\": 300, \"name\": \"all\"}");
            order(effe, EVENTS); // Comes too late for the replay.
            await().atMost(PATIENCE).until(() -> lines("again.txt").size() >= EVENTS / 3);
        } // Killed here.
        int before = lines("again.txt").size();
        assertThat(before).isLessThan(EVENTS - 100);
        try (EffeProcess effe = start()) {
            await().atMost(PATIENCE)
                    .until(() -> admin(effe, "GET", "/replays/all", "").containsKey("ended"));
            Map<?, ?> over = admin(effe, "GET", "/replays/all", "");
            assertThat(over.get("state")).isEqualTo("done");
            assertThat(over.get("events")).isEqualTo(EVENTS);
            assertThat(over.get("failed")).isEqualTo(0);
            assertThat(over.get("done")).isEqualTo(EVENTS);
            assertThat(effe.output()).contains("Replay all of placed to again is done after ");
        }
        check();
    }

    private void check() {
        Map<String, Long> times = lines("again.txt").stream()
                .collect(Collectors.groupingBy(line -> line.split(" ")[2], Collectors.counting()));
        assertThat(times).hasSize(EVENTS);
        assertThat(times.values()).allMatch(count -> count <= 2);
        Map<String, Long> live = lines("book.txt").stream()
                .collect(Collectors.groupingBy(line -> line.split(" ")[2], Collectors.counting()));
        assertThat(live).hasSize(EVENTS + 1);
        Map<String, Integer> last = new HashMap<>();
        for (String line : lines("again.txt")) {
            String[] parts = line.split(" ");
            Integer before = last.put(parts[0] + parts[1], Integer.valueOf(parts[2]));
            assertThat(before == null ? 0 : before).as(line).isLessThan(Integer.parseInt(parts[2]));
        }
    }
}
