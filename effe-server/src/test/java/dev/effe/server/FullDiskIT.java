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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real process on a disk that is really full: what is there goes on, and so does all else when there is room. */
@Tag("once")
class FullDiskIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** The room that a file has taken ahead may still be filled. */
    private static final int MOST_WITHOUT_ROOM = 50_000;
    /** Takes the room that a file has taken ahead in a few hundred of them. */
    private static final String PADDING = " " + "x".repeat(3000);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Integer> accepted = new ArrayList<>();
    private Path jar;
    private int next;

    @BeforeEach
    void makeJar() throws Exception {
        jar = new FunctionJar().add(Placing.class).add(Keeping.class).jar(folder.resolve("shop.jar"));
    }

    private SmallDisk disk(String kind) throws Exception {
        Path place = folder.resolve("disk");
        return switch (kind) {
            case "bytes" -> SmallDisk.bytes(place);
            case "files" -> SmallDisk.files(place);
            default -> SmallDisk.limit(place);
        };
    }

    // Topics.

    private EffeProcess shop(SmallDisk disk) throws Exception {
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
                    triggers: [{topic: placed}]
                topics: {placed: {lanes: 4}}
                settings: {port: 0, admin-port: 0, data-dir: %s}
                """.formatted(folder.resolve("down"), disk.folder));
        return EffeProcess.in(folder)
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready();
    }

    private int order(EffeProcess effe) throws Exception {
        int number = ++next;
        return send(
                effe, number, request(effe, "/orders").POST(BodyPublishers.ofString("k" + number % 7 + " " + number)));
    }

    private static HttpRequest.Builder request(EffeProcess effe, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + path))
                .timeout(PATIENCE);
    }

    private int send(EffeProcess effe, int number, HttpRequest.Builder request) throws Exception {
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status == 202) {
            accepted.add(number);
        }
        return status;
    }

    /** One that sends the next event. */
    private interface Sender {
        int send() throws Exception;
    }

    private void sendAll(int count, Sender sender) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(sender.send()).isEqualTo(202);
        }
    }

    /** Sends until three in a row are refused, and returns the last status. */
    private static int sendUntilRefused(Sender sender) throws Exception {
        int refused = 0;
        int status = 0;
        for (int i = 0; refused < 3; i++) {
            assertThat(i).isLessThan(MOST_WITHOUT_ROOM);
            status = sender.send();
            refused = status == 202 ? 0 : refused + 1;
        }
        return status;
    }

    private static List<Integer> kept(EffeProcess effe, String path) {
        return effe.get(path)
                .body()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("failed"))
                .map(line -> Integer.valueOf(line.split(" ")[3]))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "limit"})
    void appendsFailAndWhatIsThereIsReadAndDelivered(String kind) throws Exception {
        Path down = Files.createFile(folder.resolve("down"));
        List<Integer> numbers = new ArrayList<>();
        try (SmallDisk disk = disk(kind)) {
            try (EffeProcess effe = shop(disk)) {
                TopicsAdmin admin = new TopicsAdmin(effe);
                sendAll(200, () -> order(effe));
                disk.fill(effe);
                assertThat(sendUntilRefused(() -> order(effe))).isEqualTo(500);
                assertThat(admin.append(0).statusCode()).isEqualTo(503);
                assertThat(admin.append(0).body())
                        .containsPattern("Events of placed cannot be kept: .*(No space left on device|File too large)");
                assertThat(admin.log()).hasSameSizeAs(accepted);
                Files.delete(down);
                if (disk.keepsRoomThatWasTaken()) {
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () -> assertThat(kept(effe, "/report")).containsAll(accepted));
                }
                disk.free(effe);
                await().atMost(PATIENCE).until(() -> order(effe) == 202);
                sendAll(50, () -> order(effe));
                await().atMost(PATIENCE).until(admin::isSettled);
                assertThat(kept(effe, "/report")).containsAll(accepted);
                admin.log().forEach(event -> numbers.add(event.number()));
                assertThat(numbers).isEqualTo(accepted); // In order, and nothing that was refused.
            }
            try (EffeProcess effe = shop(disk)) {
                List<LogEvent> log = new TopicsAdmin(effe).log();
                assertThat(log).extracting(LogEvent::number).isEqualTo(numbers);
                for (int i = 0; i < log.size(); i++) {
                    assertThat(log.get(i).offset()).isEqualTo(i + 1);
                }
                assertThat(effe.output()).doesNotContain("damaged", "ERROR");
            }
        }
    }

    @Test
    void aReadOnlyFolderEndsAStartInOneLine() throws Exception {
        try (SmallDisk disk = SmallDisk.readOnly(folder.resolve("disk"))) {
            disk.fill(null);
            Files.writeString(folder.resolve("effe.yaml"), """
                    effe: 1
                    name: shop
                    functions:
                      orders: {code: shop.jar, logic: com.acme.topics.Placing, routes: [POST /orders], appends: [placed]}
                    topics: {placed: {}}
                    settings: {port: 0, data-dir: %s}
                    """.formatted(disk.folder));
            try (EffeProcess effe = EffeProcess.in(folder)
                    .start("--app", folder.resolve("effe.yaml").toString())) {
                assertThat(effe.exitCode()).isEqualTo(1);
                assertThat(effe.output() + effe.errors()).contains("placed", "Read-only file system", "data-dir");
            }
        }
    }

    // Asynchronous invocations.

    private EffeProcess events(SmallDisk disk) {
        return EffeProcess.in(folder)
                .start(
                        "--function",
                        jar.toString(),
                        "--logic",
                        Keeping.class.getName(),
                        "--lambda-api",
                        "on",
                        "--port",
                        "0",
                        "--admin-port",
                        "0",
                        "--data-dir",
                        disk.folder.toString(),
                        "--max-events-bytes",
                        "2MiB",
                        "--function-name",
                        "keeping",
                        "--set",
                        "down=" + folder.resolve("down"))
                .ready();
    }

    private int invoke(EffeProcess effe) throws Exception {
        int number = ++next;
        return send(
                effe,
                number,
                request(effe, "/2015-03-31/functions/keeping/invocations")
                        .header("X-Amz-Invocation-Type", "Event")
                        .POST(BodyPublishers.ofString("\"" + number + PADDING + "\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "files", "limit"})
    void eventsAreRefusedAndThoseThatWereAcceptedRun(String kind) throws Exception {
        try (SmallDisk disk = disk(kind)) {
            try (EffeProcess effe = events(disk)) {
                sendAll(100, () -> invoke(effe));
                disk.fill(effe);
                assertThat(sendUntilRefused(() -> invoke(effe))).isEqualTo(500);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(run(effe)).containsAll(accepted));
                disk.free(effe);
                await().atMost(PATIENCE).until(() -> invoke(effe) == 202);
                sendAll(50, () -> invoke(effe));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(run(effe)).containsAll(accepted));
                assertThat(run(effe)).isSubsetOf(accepted).doesNotHaveDuplicates();
            }
            try (EffeProcess effe = events(disk)) {
                assertThat(effe.output()).doesNotContain("damaged", "ERROR");
                assertThat(run(effe)).isSubsetOf(accepted);
            }
        }
    }

    private static List<Integer> run(EffeProcess effe) {
        return effe.get("/")
                .body()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("failed"))
                .map(line -> Integer.valueOf(line.split(" ")[3].replace("\"", "")))
                .toList();
    }
}
