package dev.effe.host;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.LambdaClient;
import dev.effe.host.kit.TestHosts;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions that do not run are called, more of them than can start, or run, at once. */
@Tag("once")
@Timeout(600)
class HostColdStartsIT {

    private static final int AT_ONCE = 12;
    private static final int ONE_BY_ONE = 4;
    private static final int ROOM = 3;

    @TempDir
    private Path folder;

    private LambdaClient client;

    private void create(Host host, int functions) throws Exception {
        client = new LambdaClient(host.port());
        Path zip = Handlers.zip(folder, "one");
        for (int i = 0; i < functions; i++) {
            HttpResponse<String> made = client.create("f" + i, zip);
            assertThat(made.statusCode()).as(made::body).isEqualTo(201);
        }
    }

    private CompletableFuture<HttpResponse<String>> invoke(int function) {
        return client.invoke("f" + function, "{}");
    }

    private static void assertAnswered(CompletableFuture<HttpResponse<String>> call) throws Exception {
        HttpResponse<String> answer = call.get(300, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
        assertThat(answer.body()).contains("\"code\":\"one\"");
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    @Test
    void aDozenAtOnceTakesNoLongerThanOneAfterTheOther() throws Exception {
        try (Host host = TestHosts.start(folder.resolve("data"), AT_ONCE + ONE_BY_ONE)) {
            create(host, AT_ONCE + ONE_BY_ONE);
            assertAnswered(invoke(0)); // It keeps an archive of classes for the others.
            long beganNanos = System.nanoTime();
            for (int i = 1; i < ONE_BY_ONE; i++) {
                assertAnswered(invoke(i));
            }
            double each = seconds(beganNanos) / (ONE_BY_ONE - 1);

            beganNanos = System.nanoTime();
            List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(ONE_BY_ONE, ONE_BY_ONE + AT_ONCE)
                    .mapToObj(this::invoke)
                    .toList();
            for (CompletableFuture<HttpResponse<String>> call : calls) {
                assertAnswered(call);
            }
            assertThat(seconds(beganNanos)).isLessThan(1.5 * AT_ONCE * each);
        }
    }

    /** Processes of this one: those of the host. */
    private static long processes() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    @Test
    void moreThanHaveRoomTakeTurns() throws Exception {
        long before = processes();
        try (Host host = TestHosts.start(folder.resolve("data"), ROOM)) {
            create(host, 2 * ROOM);
            for (int i = 0; i < 3 * ROOM; i++) {
                assertAnswered(invoke(i % (2 * ROOM)));
                assertThat(processes() - before).isBetween(1L, (long) ROOM);
            }
            List<CompletableFuture<HttpResponse<String>>> calls =
                    IntStream.range(0, 2 * ROOM).mapToObj(this::invoke).toList();
            for (CompletableFuture<HttpResponse<String>> call : calls) {
                int status = call.get(300, TimeUnit.SECONDS).statusCode();
                assertThat(status).isIn(200, 429); // A wait for room ends after 5 s.
                assertThat(processes() - before).isLessThanOrEqualTo(ROOM);
            }
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(processes()).isEqualTo(before));
    }
}
