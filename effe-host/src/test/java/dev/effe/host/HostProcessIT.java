package dev.effe.host;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.LambdaClient;
import dev.effe.host.kit.TestHosts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host in a process of its own: killed, and then stopped, while calls and events run; and with a small heap. */
@Tag("once")
@Timeout(600)
class HostProcessIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("PORT ([0-9]+)");
    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"([^\"]*)");
    private static final Pattern PID = Pattern.compile("\"pid\":([0-9]+)");

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private LambdaClient client;

    /** The host's process: it stops as the command does, at SIGTERM. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws Exception {
            Host host = TestHosts.start(Path.of(args[0]));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(host.stop() ? 0 : 1)));
            System.out.println("PORT " + host.port());
            Thread.currentThread().join(); // All other threads are daemons.
        }
    }

    private Process startHost(String... jvm) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(jvm));
        command.addAll(List.of(
                "-Deffe.jar=" + System.getProperty("effe.jar", "../effe-server/target/effe.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.resolve("data").toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EFFE_"));
        Process process = builder.start();
        processes.add(process);
        await().atMost(PATIENCE).until(() -> PORT.matcher(read(out)).find() || !process.isAlive());
        Matcher port = PORT.matcher(read(out));
        assertThat(port.find()).as(() -> read(out)).isTrue();
        client = new LambdaClient(Integer.parseInt(port.group(1)));
        return process;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private long pidOfInstance() {
        Matcher pid = PID.matcher(client.invoke("orders", "{}").join().body());
        assertThat(pid.find()).isTrue();
        return Long.parseLong(pid.group(1));
    }

    private void awaitCalls(int calls) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                client.send("GET", "/_effe/functions", "").body())
                        .contains("\"Calls\":" + calls));
    }

    /** The lines of the function's log, as CloudWatch tells them. */
    private List<String> logged() throws Exception {
        String answer = client.logs("FilterLogEvents", "{\"logGroupName\":\"/aws/lambda/orders\"}")
                .body();
        return MESSAGE.matcher(answer).results().map(line -> line.group(1)).toList();
    }

    @Test
    void killedOneLosesNothingThatItAnsweredAndStoppedOneFinishesItsCalls() throws Exception {
        Process killed = startHost();
        client.create("orders", Handlers.zip(folder, "one"));
        client.publish("orders");
        client.createAlias("orders", "prod", "1");
        client.send(
                "PUT",
                "/2019-09-25/functions/orders/event-invoke-config",
                "{\"DestinationConfig\":{\"OnSuccess\":{\"Destination\":\"file:" + folder.resolve("told") + "\"}}}");
        long child = pidOfInstance();
        CompletableFuture<HttpResponse<String>> cut = client.invoke("orders", "{\"sleep\": 120000}");
        HttpResponse<String> event = client.invokeLater("orders", "{\"sleep\": 3000}");
        assertThat(event.statusCode()).isEqualTo(202);
        awaitCalls(2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged()).anyMatch(line -> line.startsWith("REPORT RequestId: ")));
        List<String> told = logged();

        killed.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        assertThat(cut).failsWithin(PATIENCE);

        Process stopped = startHost();
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(child).isEmpty());
        assertThat(logged()).containsAll(told);
        assertThat(client.send("GET", "/2015-03-31/functions/orders/aliases/prod", "")
                        .body())
                .contains("\"FunctionVersion\":\"1\"");
        Path record = folder.resolve("told")
                .resolve(event.headers().firstValue("x-amzn-RequestId").orElseThrow() + ".json");
        await().atMost(PATIENCE).until(() -> Files.exists(record));

        long last = pidOfInstance();
        CompletableFuture<HttpResponse<String>> finished = client.invoke("orders", "{\"sleep\": 3000}");
        awaitCalls(1);
        stopped.destroy();
        assertThat(finished.get(120, TimeUnit.SECONDS).body()).contains("\"code\":\"one\"");
        assertThat(stopped.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.exitValue()).isZero();
        assertThat(ProcessHandle.of(last)).isEmpty();
    }

    @Test
    void takesFourUploadsAtOnceThatItsHeapCouldNotHold() throws Exception {
        byte[] code = new byte[52_400_000];
        new Random(1).nextBytes(code);
        String zip = Base64.getEncoder().encodeToString(TestZips.of(Map.of("a/B.class", code)));
        startHost("-Xmx128m");
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "f" + i;
                answers.add(clients.submit(() -> client.create(name, zip).statusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(300, TimeUnit.SECONDS)).isEqualTo(201);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(folder.resolve("data").resolve("uploads")).isEmptyDirectory();
    }
}
