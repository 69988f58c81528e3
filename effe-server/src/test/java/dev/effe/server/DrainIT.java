package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Acme;
import com.acme.Late;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals to the real process, and what becomes of the requests. */
class DrainIT {

    @TempDir
    Path folder;

    private Path calls;
    private String jar;

    @BeforeEach
    void packFunction() throws IOException {
        calls = folder.resolve("calls");
        jar = new FunctionJar()
                .add(Acme.class)
                .add(Late.class)
                .add("late.txt", "hook".getBytes(StandardCharsets.US_ASCII))
                .jar(folder.resolve("acme.jar"))
                .toString();
    }

    @Test
    void losesNothingUnderLoad() throws Exception {
        LoadClient.Tally tally = new LoadClient.Tally();
        try (EffeProcess effe =
                start("--drain-delay", "1s", "--max-contexts", "32").ready()) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), effe.port());
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(new Thread(new LoadClient(server, "/echo", i % 2 == 0, tally), "client " + i));
            }
            clients.forEach(Thread::start);
            await().atMost(EffeProcess.PATIENCE).until(() -> tally.answered.get() > 200);
            int before = tally.answered.get();
            effe.term();

            assertThat(effe.exitCode()).as(effe::toString).isZero();
            for (Thread client : clients) {
                client.join(EffeProcess.PATIENCE.toMillis());
            }
            assertThat(tally.lost).isEmpty();
            assertThat(tally.refusedConnects)
                    .as("every client served until the port closed")
                    .hasValue(30);
            assertThat(tally.answered).as("goes on serving for drain-delay").hasValueGreaterThan(before + 50);
            assertThat(effe.output()).doesNotContain("WARN", "ERROR");
        }
        assertEveryContextStoppedAndClosed();
    }

    @Test
    void isNotReadyButLiveWhileItDrains() throws Exception {
        try (EffeProcess effe =
                start("--drain-delay", "2s", "--admin-port", "0").ready()) {
            CompletableFuture<HttpResponse<String>> answer = effe.getAsync("/second");
            await().atMost(EffeProcess.PATIENCE).until(() -> calls().contains("second"));
            effe.term();

            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> effe.get("/_effe/readyz").statusCode() == 503);
            assertThat(effe.get("/_effe/readyz").body()).isEqualTo("draining\n");
            assertThat(effe.get("/_effe/livez").statusCode()).isEqualTo(200);
            assertThat(effe.get("/").statusCode()).as("still served").isEqualTo(200);
            assertThat(effe.getAdmin("/readyz").statusCode()).isEqualTo(503);
            assertThat(effe.getAdmin("/livez").statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).isEqualTo("done");
            assertThat(effe.exitCode()).isZero();
        }
        assertEveryContextStoppedAndClosed();
    }

    @Test
    void cutsWhatTakesLongerThanDrainTimeoutAndSaysSo() throws Exception {
        try (EffeProcess effe = start("--drain-timeout", "1s").ready()) {
            CompletableFuture<HttpResponse<String>> answer = effe.getAsync("/never");
            await().atMost(EffeProcess.PATIENCE).until(() -> calls().contains("never"));
            effe.term();

            assertThat(answer.join().statusCode()).isEqualTo(503);
            assertThat(answer.join().body()).contains("urn:effe:error:draining");
            assertThat(answer.join().headers().map()).containsKey("retry-after");
            assertThat(effe.exitCode()).isEqualTo(1);
            assertThat(effe.output()).contains("WARN  Shutdown - Cutting the requests of 1 connections");
        }
        assertEveryContextStoppedAndClosed();
    }

    @Test
    void theSecondSignalEndsItAtOnce() throws Exception {
        try (EffeProcess effe = start("--drain-timeout", "1h").ready()) {
            effe.getAsync("/never");
            await().atMost(EffeProcess.PATIENCE).until(() -> calls().contains("never"));
            effe.term();
            await().atMost(EffeProcess.PATIENCE).until(() -> effe.output().contains("Draining"));

            assertThat(effe.term().exitCode()).isEqualTo(1);
            assertThat(calls()).doesNotContain("close");
        }
    }

    @Test
    void endsInTimeAlthoughTheFunctionLeavesThreadsBehind() throws Exception {
        try (EffeProcess effe = start("--set", "init=threads").ready()) {
            long startNanos = System.nanoTime();
            effe.term();

            assertThat(effe.exitCode()).isZero();
            System.out.printf(
                    "Idle SIGTERM to the end of the process: %d ms%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        }
        assertThat(calls()).as("its shutdown hooks run and load classes").endsWith("hook");
    }

    @Test
    void sigintIsSigterm() throws Exception {
        Assumptions.assumeFalse(sigintIsIgnored(), "SIGINT is ignored by whoever started these tests, and so by Java");
        try (EffeProcess effe = start().ready()) {
            assertThat(effe.signal("INT").exitCode()).isZero();
        }
        assertEveryContextStoppedAndClosed();
    }

    private static boolean sigintIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private EffeProcess start(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--port", "0", "--function", jar, "--set", "calls=" + calls));
        arguments.addAll(List.of(more));
        return EffeProcess.in(folder).start(arguments.toArray(String[]::new));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }

    private void assertEveryContextStoppedAndClosed() throws IOException {
        List<String> stops = calls().stream()
                .filter(call -> call.startsWith("start "))
                .map(call -> call.replace("start", "stop"))
                .toList();
        assertThat(calls()).filteredOn(call -> call.startsWith("stop ")).containsExactlyInAnyOrderElementsOf(stops);
        assertThat(calls()).startsWith("init").endsWith("close").containsOnlyOnce("close");
    }
}
