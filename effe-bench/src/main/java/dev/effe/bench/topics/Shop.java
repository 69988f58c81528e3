package dev.effe.bench.topics;

import dev.effe.bench.candidate.TopicFunction;
import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.ProcessStats;
import dev.effe.bench.compare.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server with a function that appends events and is run for each. */
final class Shop implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerProcess server;
    private final int adminPort;

    private Shop(ServerProcess server, int adminPort) {
        this.server = server;
        this.adminPort = adminPort;
    }

    /**
     * Starts it with files.
     *
     * @param events how many there are in its log before
     */
    static Shop start(Options options, Path folder, long events) throws Exception {
        try (StoreAppending before = StoreAppending.files(folder.resolve("data/topics/bench"))) {
            before.fill(events);
        }
        return start(options, folder, "topics-" + events, "");
    }

    /** Starts it with PostgreSQL. */
    static Shop start(Options options, Path folder, PostgresOptions database) throws Exception {
        String store = "store: {kind: postgres, url: \"" + database.url() + "\", user: " + database.user
                + ", password-file: \"" + database.passwordFile + "\"}\n";
        return start(options, folder, "topics-postgres", store);
    }

    /** Starts it with a broker of Kafka on this machine. */
    static Shop startWithKafka(Options options, Path folder, int port) throws Exception {
        return start(options, folder, "topics-kafka", "store: {kind: kafka, brokers: \"127.0.0.1:" + port + "\"}\n");
    }

    private static Shop start(Options options, Path folder, String name, String store) throws Exception {
        Path code = folder.resolve("code");
        String file = TopicFunction.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(code.resolve(file).getParent());
        try (InputStream function = Shop.class.getResourceAsStream('/' + file)) {
            Files.write(code.resolve(file), function.readAllBytes());
        }
        int admin = ServerProcess.freePort();
        Path yaml = Files.writeString(
                folder.resolve("effe.yaml"), """
                effe: 1
                name: bench
                functions:
                  all:
                    code: code
                    logic: %s
                    routes: [GET /hello, GET /runs, GET /times, "POST /append/{count}"]
                    appends: [placed]
                    triggers: [{topic: placed, concurrency: 64}]
                topics: {placed: {}}
                %ssettings: {data-dir: data, timeout: 30m, admin-port: %d}
                """.formatted(TopicFunction.class.getName(), store, admin));
        List<String> arguments = List.of("--port", "PORT", "--host", "127.0.0.1", "--app", yaml.toString());
        Candidate candidate = new Candidate(name, Candidate.benchJar().toString(), "dev.effe.server.Main", arguments);
        return new Shop(ServerProcess.start(candidate, options, folder), admin);
    }

    private String send(HttpRequest.Builder request, String path) throws IOException, InterruptedException {
        var answer = client.send(
                request.uri(URI.create("http://127.0.0.1:" + server.port + path))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answers " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private long runs() throws IOException, InterruptedException {
        return Long.parseLong(send(HttpRequest.newBuilder(), "/runs"));
    }

    private String times() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(), "/times");
    }

    private void append(int count) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder().POST(BodyPublishers.noBody()), "/append/" + count);
    }

    /** Waits until so many events were run. */
    private void await(long runs) throws IOException, InterruptedException {
        while (runs() < runs) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Appends events one by one with pauses, and tells how long it took until each was run. */
    Load latency(int count) throws Exception {
        return latency(count, () -> append(1));
    }

    /** The same for events that this process appends to the same topics. */
    Load latency(int count, StoreAppending elsewhere) throws Exception {
        return latency(count, elsewhere::appendNow);
    }

    /** An append of one event. */
    private interface One {
        void append() throws Exception;
    }

    private Load latency(int count, One one) throws Exception {
        long before = runs();
        times(); // Those of earlier events are forgotten.
        for (int i = 0; i < count; i++) {
            one.append();
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        await(before + count);
        String[] told = times().split(" ");
        return new Load(0, Double.parseDouble(told[0]), Double.parseDouble(told[1]), 0, 0, 0);
    }

    /** Appends events, 1,000 at a time, and waits until all were run. */
    Load delivery(int count) throws IOException, InterruptedException {
        long before = runs();
        long cpuMicros = ProcessStats.cpuMicros(server.pid());
        long beganNanos = System.nanoTime();
        append(count);
        await(before + count);
        double passedSeconds = (System.nanoTime() - beganNanos) / 1e9;
        double cpu = ProcessStats.cpuMicros(server.pid()) - cpuMicros;
        return new Load(count / passedSeconds, 0, 0, 0, cpu / count, 0);
    }

    /** Replays the last events, and waits until all were run. */
    Load replay(int count) throws IOException, InterruptedException {
        long before = runs();
        long beganNanos = System.nanoTime();
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/replays"))
                        .header("Effe-Admin", "yes")
                        .POST(BodyPublishers.ofString(
                                "{\"topic\": \"placed\", \"function\": \"all\", \"rate\": 1000000}"))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("/replays answers " + answer.statusCode() + " " + answer.body());
        }
        await(before + count);
        return new Load(count / ((System.nanoTime() - beganNanos) / 1e9), 0, 0, 0, 0, 0);
    }

    long residentMiB() throws IOException {
        return ProcessStats.residentMiB(server.pid());
    }

    /** The heap in use once its garbage is collected. */
    long heapKiB() throws IOException, InterruptedException {
        times();
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("jcmd does not tell the heap");
        }
        return Long.parseLong(used.group(1));
    }

    private String jcmd(String command) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(program.toString(), Long.toString(server.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
