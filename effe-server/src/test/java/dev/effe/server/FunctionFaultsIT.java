package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Acme;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harm that a function can do to its process. */
class FunctionFaultsIT {

    private static final String SERVERS_OWN_END = "cannot go on, exit code 1";

    @TempDir
    Path folder;

    private Path calls;
    private String jar;

    @BeforeEach
    void packFunction() throws IOException {
        calls = folder.resolve("calls");
        jar = new FunctionJar().add(Acme.class).jar(folder.resolve("acme.jar")).toString();
    }

    @Test
    void systemExitLetsTheOthersFinishAndKeepsItsCode() throws Exception {
        try (EffeProcess effe = start(EffeProcess.in(folder)).ready()) {
            CompletableFuture<HttpResponse<String>> other = effe.getAsync("/second");
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> Files.readAllLines(calls).contains("second"));
            CompletableFuture<HttpResponse<String>> exit = effe.getAsync("/exit");

            assertThat(effe.exitCode()).as(effe::toString).isEqualTo(3);
            assertThat(exit.join().statusCode()).isEqualTo(500);
            assertThat(other.join().body()).isEqualTo("done");
        }
        assertThat(Files.readAllLines(calls)).endsWith("close");
    }

    /** Impossible for any Java, or for this heap, most of which is free: whoever wanted them is answered 500. */
    @Test
    void arraysThatAreRefusedCostOneClient() throws Exception {
        try (EffeProcess effe = start(EffeProcess.in(folder).jvm("-Xmx64m")).ready()) {
            for (String path : List.of("/oversized", "/large", "/wrapped", "/oversized")) {
                assertThat(effe.get(path).statusCode()).isEqualTo(500);
                assertThat(effe.get("/_effe/readyz").statusCode()).isEqualTo(200);
                assertThat(effe.get("/hello").body()).isEqualTo("Hello from Acme\n");
            }
            assertThat(Files.readAllLines(calls))
                    .as("the contexts of those calls are not used again")
                    .contains("stop 1", "stop 2", "stop 3", "stop 4");
            assertThat(effe.term().exitCode()).as(effe::toString).isZero();
        }
    }

    @Test
    void anExhaustedHeapLetsTheOthersFinishAndFails() throws Exception {
        try (EffeProcess effe = start(EffeProcess.in(folder).jvm("-Xmx64m"), "--drain-delay", "5s")
                .ready()) {
            CompletableFuture<HttpResponse<String>> other = effe.getAsync("/second");
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> Files.readAllLines(calls).contains("second"));

            assertThat(effe.get("/leak").statusCode()).isEqualTo(500);
            assertThat(effe.get("/_effe/readyz").statusCode()).isEqualTo(503);
            assertThat(effe.get("/_effe/readyz").body()).isEqualTo("out of memory\n");
            assertThat(effe.get("/_effe/livez").statusCode()).isEqualTo(200);
            assertThat(other.join().body()).isEqualTo("done");
            effe.term(); // It does not make it a good end.
            assertEndedOutOfMemory(effe);
        }
    }

    /** A thread of the function's own takes every byte there is: the server's threads cannot go on, and say so. */
    @Test
    void aHeapThatIsKeptFullEndsTheProcess() throws Exception {
        try (EffeProcess effe = start(EffeProcess.in(folder).jvm("-Xmx64m")).ready()) {
            effe.getAsync("/hoard");
            await().atMost(EffeProcess.PATIENCE).until(() -> {
                effe.getAsync("/hello");
                return !effe.isAlive();
            });
            assertThat(effe.exitCode()).as(effe::toString).isEqualTo(1);
            assertThat(effe.errors()).as(effe::toString).contains("effe: ", "exit code 1");
        }
    }

    /** Nobody calls, so no thread of the server's notices: the signal has to. */
    @Test
    void aSignalEndsAProcessWhoseHeapIsKeptFull() throws Exception {
        try (EffeProcess effe = start(EffeProcess.in(folder).jvm("-Xmx64m"), "--drain-timeout", "1s")
                .ready()) {
            effe.getAsync("/hoard");
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> Files.readAllLines(calls).contains("full") || !effe.isAlive());
            effe.term();
            assertThat(effe.exitCode()).as(effe::toString).isEqualTo(1);
        }
    }

    @Test
    void aFunctionThatInterruptsEveryThreadEndsNoneOfTheServers() throws Exception {
        try (EffeProcess effe = start(
                        EffeProcess.in(folder), "--timeout", "5s", "--data-dir", folder.toString(), "--admin-port", "0")
                .ready()) {
            assertThat(effe.get("/interrupt").statusCode()).isEqualTo(200);

            assertThat(effe.get("/hello").body()).isEqualTo("Hello from Acme\n");
            assertThat(effe.get("/log").statusCode()).isEqualTo(200);
            await().atMost(EffeProcess.PATIENCE).until(() -> effe.output().contains("the log goes on"));
            assertThat(effe.get("/never").statusCode()).as("the timer goes on").isEqualTo(504);
            assertThat(effe.get("/_effe/readyz").statusCode()).isEqualTo(200);
            assertThat(effe.getAdmin("/metrics").body()).contains("effe_live 1.0");
            assertThat(effe.term().exitCode()).as(effe::toString).isZero();
        }
    }

    /** With no memory left for anyone, other answers may be lost too: what holds is that the process ends. */
    @Test
    void anExhaustedHeapEndsTheProcess() throws Exception {
        try (EffeProcess effe = start(EffeProcess.in(folder).jvm("-Xmx64m")).ready()) {
            effe.getAsync("/exhaust");
            assertEndedOutOfMemory(effe);
        }
    }

    /** Bytes that clients have not read are not the function's: one of them is lost, not the process. */
    @Test
    void buffersThatAreUsedUpCostTheClientThatDoesNotRead() throws Exception {
        EffeProcess.Command command = EffeProcess.in(folder).jvm("-Dio.netty.maxDirectMemory=6000000");
        try (EffeProcess effe = start(command, "--max-unsent", "64MiB").ready();
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress("127.0.0.1", effe.port()));
            client.getOutputStream()
                    .write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().atMost(EffeProcess.PATIENCE).until(() -> effe.output().contains("is reset for an error"));

            assertThat(effe.get("/hello").body()).isEqualTo("Hello from Acme\n");
            assertThat(effe.get("/_effe/readyz").statusCode()).isEqualTo(200);
        }
    }

    private static void assertEndedOutOfMemory(EffeProcess effe) throws Exception {
        assertThat(effe.exitCode()).as(effe::toString).isEqualTo(1);
        if (effe.output().contains(SERVERS_OWN_END)) {
            return; // A thread of the server's needed memory in the same moment: it ends the process at once.
        }
        assertThat(effe.output()).contains("ERROR", "java.lang.OutOfMemoryError", "ran out of memory: stopping");
    }

    @Test
    void codeThatNeverReturnsFailsLivenessAndHoldsNothingUp() throws Exception {
        EffeProcess.Command command = EffeProcess.in(folder);
        try (EffeProcess effe = start(command, "--timeout", "1s", "--max-contexts", "8", "--stop-timeout", "1s")
                .ready()) {
            List<CompletableFuture<HttpResponse<String>>> spinning = spin(effe, 2);
            long startNanos = System.nanoTime();
            spinning.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(504));
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(10));
            assertThat(effe.get("/_effe/livez").statusCode())
                    .as("two may be stuck")
                    .isEqualTo(200);

            spin(effe, 1)
                    .forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(504));
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> effe.get("/_effe/livez").statusCode() == 503);
            assertThat(effe.get("/_effe/livez").body())
                    .as("where two of them leave no processor for a third")
                    .matches("too many calls do not return \\(.*overdue=3, .*\\)\n|no worker gets to run: .*\n");

            assertThat(effe.get("/_effe/readyz").statusCode()).isEqualTo(503);
            assertThat(effe.output())
                    .containsPattern("(?s)ERROR Health - The server is no longer live: .*at com.acme.Acme");
            assertThat(effe.term().exitCode()).as(effe::toString).isEqualTo(1);
            assertThat(effe.output()).contains("Not every context could be stopped");
        }
    }

    private static List<CompletableFuture<HttpResponse<String>>> spin(EffeProcess effe, int times) {
        return Stream.generate(() -> effe.getAsync("/spin")).limit(times).toList();
    }

    private EffeProcess start(EffeProcess.Command command, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--port", "0", "--function", jar, "--set", "calls=" + calls));
        arguments.addAll(List.of(more));
        return command.start(arguments.toArray(String[]::new));
    }
}
