package dev.effe.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that append events at an even pace, to whichever process is there, and remember which were accepted. */
final class ChaosClients {

    private static final int CLIENTS = 4;
    private static final int BATCH = 20;
    /** One number in so many has the key that always fails. */
    private static final int POISON = 1_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
    private final AtomicInteger next = new AtomicInteger(1);
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final ChaosProcesses processes;
    private final int keys;

    ChaosClients(ChaosProcesses processes, int keys) {
        this.processes = processes;
        this.keys = keys;
    }

    /** Begins to send so many events a second. */
    void begin(long seed, int perSecond) {
        long periodMicros = 1_000_000L * CLIENTS * BATCH / perSecond;
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed + i);
            threads.scheduleAtFixedRate(() -> send(random), 0, periodMicros, TimeUnit.MICROSECONDS);
        }
    }

    private void send(Random random) {
        int first = next.getAndAdd(BATCH);
        StringBuilder body = new StringBuilder();
        for (int number = first; number < first + BATCH; number++) {
            String key = number % POISON == 0 ? "poison" : "k" + random.nextInt(keys);
            body.append(key).append(' ').append(number).append('\n');
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://localhost:" + processes.any(random).port() + "/orders"))
                    .timeout(Duration.ofSeconds(30))
                    .POST(BodyPublishers.ofString(body.toString()))
                    .build();
            if (client.send(request, BodyHandlers.discarding()).statusCode() == 202) {
                for (int number = first; number < first + BATCH; number++) {
                    accepted.add(number);
                }
            }
        } catch (IOException e) {
            // Nobody knows if they were kept.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The numbers of the events that were answered 202. */
    Set<Integer> accepted() {
        return accepted;
    }

    /** Sends no more. Returns when the last answer is there. */
    void end() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("A client waits for an answer");
        }
    }
}
