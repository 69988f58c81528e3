package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.server.kit.RecordingLogic;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The admin port's pages for whoever looks for a cause. */
class DiagnosisTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String MINE = "effe-jfr-" + ProcessHandle.current().pid() + "-";

    /** A class that is nowhere else on the heap. */
    private record Leaked(int number) {}

    @TempDir
    Path folder;

    static List<String> workers() {
        return JRE.currentJre().compareTo(JRE.JAVA_21) < 0
                ? List.of("platform", "auto")
                : List.of("platform", "auto", "virtual");
    }

    private static HttpRequest.Builder request(ServerTester server, String method, String target) {
        return HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + server.server.adminPort().orElseThrow() + target))
                .timeout(ServerTester.PATIENCE)
                .header("Effe-Admin", "yes")
                .method(method, BodyPublishers.noBody());
    }

    private static HttpResponse<String> send(ServerTester server, String method, String target) throws Exception {
        return CLIENT.send(request(server, method, target).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(ServerTester server, String target) throws Exception {
        HttpRequest request = request(server, "GET", target)
                .header("Accept", "application/json")
                .build();
        return new ObjectMapper()
                .readTree(CLIENT.send(request, BodyHandlers.ofString()).body());
    }

    /** One call has missed its deadline and does not return; another is going on; a third thread waits for a lock. */
    @ParameterizedTest
    @MethodSource("workers")
    void tellsOfOverdueCallsFirst(String workers) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        RecordingLogic logic = new RecordingLogic((request, response) -> awaitWhateverComes(release));
        Object lock = new Object();
        Thread blocked = new Thread(() -> take(lock), "waits-for-a-lock");
        try (ServerTester server =
                ServerTester.start(logic, "workers", workers, "timeout", "2s").ready()) {
            assertThat(server.get("/stuck").statusCode()).isEqualTo(504);
            CompletableFuture<HttpResponse<String>> going = server.getAsync("/going");
            synchronized (lock) {
                blocked.start();
                await().atMost(ServerTester.PATIENCE).until(() -> blocked.getState() == Thread.State.BLOCKED);
                await().atMost(ServerTester.PATIENCE)
                        .until(() -> logic.calls.stream()
                                        .filter(call -> call.startsWith("run"))
                                        .count()
                                == 2);
                String text = send(server, "GET", "/threads").body();
                assertThat(text)
                        .containsSubsequence(
                                "== In a function's code: overdue, then the oldest: 2",
                                " in run, request id-of-stuck, ",
                                ", overdue\n",
                                "DiagnosisTest.awaitWhateverComes(DiagnosisTest.java:",
                                " in run, request id-of-going, ",
                                "== Others that wait for a lock: ",
                                "\"waits-for-a-lock\" waits for java.lang.Object@",
                                ", which \"" + Thread.currentThread().getName() + "\" has",
                                "\tat dev.effe.server.DiagnosisTest.take(DiagnosisTest.java:",
                                "== All others, by equal stacks: ")
                        .doesNotContain("LoadedFunction.run");

                JsonNode calls = json(server, "/threads").get("calls");
                assertThat(calls.findValuesAsText("requestId")).containsExactly("id-of-stuck", "id-of-going");
                assertThat(calls.get(0).get("overdue").asBoolean()).isTrue();
                assertThat(calls.get(0).get("ageSeconds").asDouble()).isGreaterThan(2);
            }
            release.countDown();
            assertThat(going.join().statusCode()).isEqualTo(200);
            await().atMost(ServerTester.PATIENCE)
                    .until(() -> json(server, "/threads").get("calls").isEmpty());
        } finally {
            release.countDown();
        }
    }

    private static void awaitWhateverComes(CountDownLatch release) {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // A function that heeds no deadline.
            }
        }
    }

    private static void take(Object lock) {
        synchronized (lock) {
            assertThat(Thread.holdsLock(lock)).isTrue();
        }
    }

    @Test
    void countsTheObjectsOfTheHeap() throws Exception {
        List<Leaked> leaked =
                Stream.iterate(0, i -> i < 50_000, i -> i + 1).map(Leaked::new).toList();
        try (ServerTester server = ServerTester.start(RecordingLogic.hello()).ready()) {
            JsonNode heap = json(server, "/heap?live=true&limit=10000");
            JsonNode found = Stream.of(heap.get("classes"))
                    .flatMap(all ->
                            Stream.iterate(0, i -> i < all.size(), i -> i + 1).map(all::get))
                    .filter(each -> each.get("class").asText().startsWith(Leaked.class.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.get("instances").asLong()).isEqualTo(leaked.size());
            assertThat(found.get("bytes").asLong()).isGreaterThanOrEqualTo(8L * leaked.size());
            assertThat(heap.get("bytes").asLong())
                    .isGreaterThan(found.get("bytes").asLong());

            List<String> lines =
                    send(server, "GET", "/heap?limit=2").body().lines().toList();
            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).matches(" +bytes +instances  class");
            assertThat(lines.get(3)).matches(" +\\d+ +\\d+  all classes");
            assertThat(server.logged(Level.INFO))
                    .anyMatch(line ->
                            line.getFormattedMessage().matches("The objects of the heap were counted in \\d+ ms, .*"));
        }
    }

    @Test
    void answersWithARecording() throws Exception {
        try (ServerTester server = ServerTester.start(RecordingLogic.hello()).ready()) {
            Path file = folder.resolve("x.jfr");
            CLIENT.send(request(server, "POST", "/jfr?for=1s").build(), BodyHandlers.ofFile(file));
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertThat(events)
                    .extracting(event -> event.getEventType().getName())
                    .contains("jdk.JVMInformation");
            await().atMost(ServerTester.PATIENCE)
                    .until(() -> foldersOfRecordings().isEmpty());
        }
    }

    /** Only the calls that are dispatched meanwhile. */
    @Test
    void aRecordingHasTheInvocations() throws Exception {
        RecordingLogic logic = new RecordingLogic((request, response) -> {
            if (request.path().equals("/fails")) {
                throw new IllegalStateException("meant by the test");
            }
            response.text("ok");
        });
        try (ServerTester server =
                ServerTester.start(logic, "min-contexts", "0").ready()) {
            assertThat(server.get("/before").statusCode()).isEqualTo(200);
            Path file = folder.resolve("calls.jfr");
            try (InputStream recording = begin(server)) {
                long beganNanos = System.nanoTime();
                assertThat(server.get("/fine").statusCode()).isEqualTo(200);
                assertThat(server.get("/fails").statusCode()).isEqualTo(500);
                Duration all = Duration.ofNanos(System.nanoTime() - beganNanos);
                assertThat(send(server, "DELETE", "/jfr").statusCode()).isEqualTo(200);
                Files.write(file, new byte[] {'F', 'L', 'R', 0});
                Files.write(file, recording.readAllBytes(), StandardOpenOption.APPEND);
                List<RecordedEvent> calls = RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals("dev.effe.Invocation"))
                        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                        .toList();
                assertThat(calls)
                        .extracting(call -> call.getString("requestId"))
                        .containsExactly("id-of-fine", "id-of-fails");
                assertThat(calls).extracting(call -> call.getString("outcome")).containsExactly("succeeded", "failed");
                for (RecordedEvent call : calls) {
                    assertThat(call.getBoolean("cold")).isFalse();
                    assertThat(call.getDuration("start")).isZero();
                    assertThat(call.getLong("context")).isPositive();
                    assertThat(call.getDuration("run")).isPositive();
                    assertThat(call.getDuration()).isPositive().isLessThan(all);
                    assertThat(call.getDuration("queue")
                                    .plus(call.getDuration("run"))
                                    .minus(call.getDuration()))
                            .isLessThan(Duration.ofMillis(1)); // Of two clocks.
                    assertThat(call.getEventType().getCategoryNames()).containsExactly("Effe");
                }
            }
        }
    }

    /** Meanwhile nobody else has one, unless it is ended. */
    @Test
    void recordsForOneAtATime() throws Exception {
        try (ServerTester server = ServerTester.start(RecordingLogic.hello()).ready()) {
            assertThat(send(server, "DELETE", "/jfr").statusCode()).isEqualTo(404);
            try (InputStream recording = begin(server)) {
                HttpResponse<String> second = send(server, "POST", "/jfr?for=1s");
                assertThat(second.statusCode()).isEqualTo(409);
                assertThat(second.body()).contains("DELETE /jfr");
                assertThat(send(server, "DELETE", "/jfr").statusCode()).isEqualTo(200);
                assertThat(recording.readAllBytes()).hasSizeGreaterThan(1000);
            }
            await().atMost(ServerTester.PATIENCE)
                    .until(() -> send(server, "DELETE", "/jfr").statusCode() == 404);
        }
    }

    /** Begins a long one, which has begun with its first bytes. */
    private static InputStream begin(ServerTester server) throws Exception {
        HttpRequest request = request(server, "POST", "/jfr?for=10m").build();
        InputStream recording =
                CLIENT.send(request, BodyHandlers.ofInputStream()).body();
        assertThat(recording.readNBytes(4)).containsExactly('F', 'L', 'R', 0);
        return recording;
    }

    private static List<Path> foldersOfRecordings() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(MINE))
                    .toList();
        }
    }

    @Test
    void aRecordingEndsWithTheServer() throws Exception {
        try (ServerTester server = ServerTester.start(RecordingLogic.hello()).ready()) {
            begin(server);
            assertThat(foldersOfRecordings()).hasSize(1);
        }
        await().atMost(ServerTester.PATIENCE).until(() -> foldersOfRecordings().isEmpty());
    }

    @Test
    void isForThoseWhoMay() throws Exception {
        try (ServerTester server = ServerTester.start(RecordingLogic.hello()).ready()) {
            for (String target : List.of("/threads", "/heap")) {
                assertThat(server.getAdmin(target).statusCode()).as(target).isEqualTo(403);
                HttpResponse<String> wrong = send(server, "POST", target);
                assertThat(wrong.statusCode()).as(target).isEqualTo(405);
                assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, HEAD");
            }
            assertThat(server.getAdmin("/jfr").statusCode()).isEqualTo(403);
            assertThat(send(server, "GET", "/jfr").statusCode()).isEqualTo(405);
            assertThat(send(server, "POST", "/jfr?for=11m").body()).contains("for must be from 1s to 10m, such as 30s");
            assertThat(send(server, "POST", "/jfr?settings=all").statusCode()).isEqualTo(400);
            assertThat(send(server, "GET", "/heap?limit=0").statusCode()).isEqualTo(400);
            assertThat(send(server, "GET", "/heap?live=yes").statusCode()).isEqualTo(400);
            assertThat(send(server, "GET", "/heap/x").body()).contains("/threads, /heap, /jfr");
        }
    }
}
