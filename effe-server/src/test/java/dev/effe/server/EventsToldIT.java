package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Ledger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event that succeeded does not run again, whatever becomes of the process or is missing in it. */
class EventsToldIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The modules of the image's Java without java.net.http. */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,jdk.management,jdk.unsupported,jdk.crypto.ec";

    @TempDir
    Path folder;

    private Path jar;
    private Path ledger;

    @BeforeEach
    void compile() throws Exception {
        jar = new FunctionJar().add(Ledger.class).jar(folder.resolve("ledger.jar"));
        ledger = folder.resolve("ledger.txt");
    }

    private EffeProcess start(EffeProcess.Command process, String destination) {
        return process.start(
                        "--function",
                        jar.toString(),
                        "--port",
                        "0",
                        "--admin-port",
                        "0",
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--function-name",
                        "ledger",
                        "--lambda-api",
                        "on",
                        "--event-retry-delay",
                        "1s",
                        "--on-success",
                        destination,
                        "--set",
                        "ledger=" + ledger)
                .ready();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).until(condition);
    }

    private static void accept(EffeProcess effe) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + effe.port() + "/2015-03-31/functions/ledger/invocations"))
                .timeout(PATIENCE)
                .header("X-Amz-Invocation-Type", "Event")
                .POST(BodyPublishers.ofString("1"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aKillBeforeADestinationIsToldRunsNothingAgain() throws Exception {
        try (EventDestination success = new EventDestination()) {
            success.gate = new CountDownLatch(1);
            try (EffeProcess effe = start(EffeProcess.in(folder), success.url())) {
                accept(effe);
                until(() -> success.bodies.size() == 1);
            } // Killed while it waits for the answer.
            success.gate.countDown();
            try (EffeProcess effe = start(EffeProcess.in(folder), success.url())) {
                until(() -> success.bodies.size() == 2);
                until(() -> effe.getAdmin("/metrics").body().contains("\neffe_events_pending 0.0\n"));
            }
            assertThat(Files.readAllLines(ledger)).containsExactly("1");
            assertThat(success.ids.get(0)).isEqualTo(success.ids.get(1));
        }
    }

    @Test
    void aJavaWithoutAWebClientIsNamedAndRunsNothingAgain() throws Exception {
        try (EventDestination success = new EventDestination()) {
            EffeProcess.Command process = EffeProcess.in(folder).jvm("--limit-modules", MODULES);
            try (EffeProcess effe = start(process, success.url())) {
                accept(effe);
                until(() -> effe.output().contains("could not be told of"));
                assertThat(effe.output())
                        .contains(
                                "the JDK's module java.net.http,",
                                "build the image with --build-arg MODULES=java.net.http");
                until(() -> tellErrors(effe) >= 3);
            }
            try (EffeProcess effe = start(EffeProcess.in(folder), success.url())) {
                until(() -> success.bodies.size() == 1);
                assertThat(effe.output()).doesNotContain("ERROR");
            }
            assertThat(Files.readAllLines(ledger)).containsExactly("1");
        }
    }

    private static double tellErrors(EffeProcess effe) {
        return effe.getAdmin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("effe_events_tell_errors_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
