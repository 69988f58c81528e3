package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Ledger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An accepted event is delivered, whenever the process is killed. */
@Tag("once")
class EventsCrashIT {

    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final CrashClients clients = new CrashClients(PATIENCE);

    private EffeProcess start(Path jar, Path ledger) {
        return EffeProcess.in(folder)
                .start(
                        "--function",
                        jar.toString(),
                        "--lambda-api",
                        "on",
                        "--port",
                        "0",
                        "--admin-port",
                        "0",
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--function-name",
                        "ledger",
                        "--event-retry-delay",
                        "1s",
                        "--set",
                        "ledger=" + ledger)
                .ready();
    }

    @Test
    void killAtAnyMomentLosesNoAcceptedEvent() throws Exception {
        Path jar = new FunctionJar().add(Ledger.class).jar(folder.resolve("ledger.jar"));
        Path ledger = folder.resolve("ledger.txt");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            try (EffeProcess effe = start(jar, ledger)) {
                clients.killUnderLoad(effe, 20 + random.nextInt(150), number -> event(effe, number));
            } // Killed here, in the middle of it.
        }
        try (EffeProcess effe = start(jar, ledger)) {
            await().atMost(PATIENCE).until(() -> pending(effe) == 0);
            assertThat(written(ledger)).as("seed " + seed).containsAll(clients.accepted());
            assertThat(effe.output()).doesNotContain("ERROR");
            await().atMost(PATIENCE).until(() -> eventFiles().isEmpty());
        }
    }

    private static HttpRequest.Builder event(EffeProcess effe, int number) {
        String path = "/2015-03-31/functions/ledger/invocations";
        return HttpRequest.newBuilder(URI.create("http://localhost:" + effe.port() + path))
                .header("X-Amz-Invocation-Type", "Event")
                .POST(BodyPublishers.ofString(Integer.toString(number)));
    }

    private static int pending(EffeProcess effe) {
        String metric = effe.getAdmin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("effe_events_pending "))
                .findFirst()
                .orElseThrow();
        return (int) Double.parseDouble(metric.substring(metric.indexOf(' ')));
    }

    private static Set<Integer> written(Path ledger) throws IOException {
        return Files.readAllLines(ledger).stream().map(Integer::valueOf).collect(Collectors.toCollection(HashSet::new));
    }

    private List<Path> eventFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/events/ledger"))) {
            return files.filter(file -> !file.endsWith("lock")).toList();
        }
    }
}
