package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.acme.Ledger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An accepted event is delivered, whenever the process is killed. */
class EventsCrashIT {

    private static final int KILLS = 3;
    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();

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
                underLoad(effe, accepted.size() + 20 + random.nextInt(150));
            } // Killed here, in the middle of it.
        }
        try (EffeProcess effe = start(jar, ledger)) {
            await().atMost(PATIENCE).until(() -> pending(effe) == 0);
            assertThat(written(ledger)).as("seed " + seed).containsAll(accepted);
            assertThat(effe.output()).doesNotContain("ERROR");
            await().atMost(PATIENCE).until(() -> eventFiles().isEmpty());
        }
    }

    /** Lets clients send events until so many are accepted; they go on until their server is gone. */
    private void underLoad(EffeProcess effe, int enough) {
        URI uri = URI.create("http://localhost:" + effe.port() + "/2015-03-31/functions/ledger/invocations");
        AtomicBoolean gone = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread sender = new Thread(() -> {
                while (!gone.get()) {
                    gone.compareAndSet(false, !send(uri));
                }
            });
            sender.start();
            clients.add(sender);
        }
        await().atMost(PATIENCE).until(() -> accepted.size() >= enough || gone.get());
        effe.close();
        clients.forEach(EventsCrashIT::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns whether the server is still there. */
    private boolean send(URI uri) {
        int number = next.incrementAndGet();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("X-Amz-Invocation-Type", "Event")
                .POST(BodyPublishers.ofString(Integer.toString(number)))
                .build();
        try {
            if (client.send(request, BodyHandlers.discarding()).statusCode() == 202) {
                accepted.add(number);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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
