package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.postgres.PostgresServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes behind the real HAProxy, with topics in PostgreSQL and two groups, of which one process is stopped. */
@Tag("once")
class PostgresProxyIT {

    private static final int KEYS = 7;
    private static final int EVENTS = 100;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<EffeProcess> processes = new ArrayList<>();

    @AfterEach
    void kill() {
        processes.forEach(EffeProcess::close);
    }

    private void write() throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        BookingApp.write(folder, PostgresApp.store(folder, postgres, postgres.newDatabase()));
        Files.writeString(folder.resolve("audit.yaml"), """
                functions:
                  audit:
                    code: shop.jar
                    logic: com.acme.topics.Booking
                    set: {book: "%s"}
                    triggers: [{topic: placed, retry-delay: 20ms}]
                """.formatted(folder.resolve("audit.txt")));
    }

    private EffeProcess start() {
        return PostgresApp.start(
                folder,
                "--app",
                folder.resolve("effe.yaml").toString(),
                "--app",
                folder.resolve("audit.yaml").toString());
    }

    /** Sends orders with numbers to the proxy, one after the other. */
    private void order(InetSocketAddress proxy, int from, int to) throws Exception {
        URI orders = URI.create("http://" + Program.text(proxy) + "/hello/orders");
        for (int number = from; number < to; number++) {
            HttpRequest request = HttpRequest.newBuilder(orders)
                    .timeout(EffeProcess.PATIENCE)
                    .POST(BodyPublishers.ofString("k" + number % KEYS + " " + number))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(202);
        }
    }

    /** The numbers that a group has booked. */
    private static List<Integer> booked(Path book) throws Exception {
        return Files.exists(book)
                ? Files.readAllLines(book).stream()
                        .map(line -> Integer.valueOf(line.split(" ")[3]))
                        .toList()
                : List.of();
    }

    private void assertEachGroupHasBookedOnce(int events) throws Exception {
        for (Path book : List.of(BookingApp.book(folder), folder.resolve("audit.txt"))) {
            await().atMost(EffeProcess.PATIENCE).until(() -> booked(book).size() >= events);
            assertThat(booked(book))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, events).boxed().toList());
        }
    }

    @Test
    void whatIsAppendedThroughTheProxyRunsOnceInEachGroup() throws Exception {
        write();
        processes.add(start());
        processes.add(start());
        EffeProcess first = processes.get(0);
        EffeProcess second = processes.get(1);
        Map<String, String> servers =
                Map.of("hello-1", "127.0.0.1:" + first.port(), "hello-2", "127.0.0.1:" + second.port());
        try (Haproxy haproxy = new Haproxy(folder, servers)) {
            order(haproxy.front(), 0, EVENTS);
            assertEachGroupHasBookedOnce(EVENTS);
            assertThat(List.of(first, second)).allMatch(each -> appended(each) > 0, "has appended some");

            first.term();
            order(haproxy.front(), EVENTS, 2 * EVENTS);
            assertThat(first.exitCode()).isZero();
            assertEachGroupHasBookedOnce(2 * EVENTS);
        }
    }

    /** The number of events that a process has appended. */
    private static double appended(EffeProcess process) {
        return process.getAdmin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("effe_topic_appended_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
