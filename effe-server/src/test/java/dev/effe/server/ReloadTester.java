package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Versioned;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.function.LoadException;
import dev.effe.server.kit.LogLines;
import dev.effe.server.kit.Soon;
import dev.effe.server.log.RateLimitedLog;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A server that is reloaded, with versions of {@link Versioned} that call what a test wants. */
final class ReloadTester implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An idle thread of Java's common pool, which ends after 60 s, may still have its last task on its stack. */
    private static final Duration LONGER_THAN_IDLE = Duration.ofSeconds(180);

    private static final String HOOKS = "effe.test.hooks";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final ReloadingServer server;
    final LogLines log = LogLines.ofAll();
    /** The calls of hooks that {@link #record} set. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final List<String> flags = new ArrayList<>(List.of("--port", "0", "--host", "127.0.0.1"));
    private final Map<String, Object> hooks = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<WeakReference<?>> loaders = new ConcurrentLinkedQueue<>();

    ReloadTester(Path folder, String... more) throws StartException {
        this(folder, UnaryOperator.identity(), more);
    }

    ReloadTester(Path folder, UnaryOperator<dev.effe.server.route.Route> before, String... more) throws StartException {
        RateLimitedLog.tellAll();
        this.folder = folder;
        flags.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        flags.addAll(List.of(more));
        hooks.put("loaders", loaders);
        System.getProperties().put(HOOKS, hooks);
        server = ReloadingServer.start(CommandLine.parse(flags, Map.of()), before);
    }

    /** The kinds of workers that this Java has. */
    static List<String> workers() {
        return Runtime.version().feature() < 21 ? List.of("platform", "auto") : List.of("platform", "virtual", "auto");
    }

    /** A version's text, which stands in its class file. */
    static String text(int version) {
        return String.format("v%05d", version);
    }

    /** Compiles a version, as it were. */
    DevCode code(int version) throws IOException {
        return code(version, Integer.toString(version));
    }

    private DevCode code(int version, String name) throws IOException {
        Path classes = folder.resolve("classes-" + name);
        if (!Files.exists(classes)) {
            new FunctionJar()
                    .add(Versioned.class)
                    .replace(text(0), text(version))
                    .folder(classes);
        }
        return new DevCode(List.of(classes), text(version));
    }

    Reload reload(int version, String... more) throws IOException, LoadException, StartException {
        return reload(Map.of("", code(version)), more);
    }

    Reload reload(Map<String, DevCode> code, String... more) throws LoadException, StartException {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return server.reload(CommandLine.parse(all, Map.of()), code);
    }

    CompletableFuture<Reload> reloadAsync(int version, String... more) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reload(version, more);
                    } catch (IOException | LoadException | StartException e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                },
                task -> new Thread(task, "test-reload").start());
    }

    /** Has a version call something, in "init", "start" and so on, or with a path. */
    void on(String what, int version, Callable<?> hook) {
        hooks.put(what + " " + text(version), hook);
    }

    /** Has calls of a version written down. */
    void record(int version, String... kinds) {
        for (String kind : kinds) {
            on(kind, version, () -> calls.add(kind + " " + version));
        }
    }

    /** Has calls of a version wait. Returns what opens when one does. */
    CountDownLatch hold(String what, int version, CountDownLatch until) {
        CountDownLatch begun = new CountDownLatch(1);
        on(what, version, () -> {
            begun.countDown();
            until.await();
            return null;
        });
        return begun;
    }

    String get(String path) {
        return getAsync(path).join().body();
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return CLIENT.sendAsync(request(server.port(), path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> admin(String path) {
        HttpRequest request = request(server.adminPort().orElseThrow(), path).build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    }

    HttpResponse<String> post(int port, String path, String body, String... headers) {
        HttpRequest.Builder request = request(port, path).POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    /** The number of class loaders of versions that are in memory after garbage was collected. */
    int loaders() {
        System.gc();
        loaders.removeIf(loader -> loader.get() == null);
        return loaders.size();
    }

    void awaitLoaders(int most) {
        Soon.await()
                .atMost(LONGER_THAN_IDLE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(loaders()).isLessThanOrEqualTo(most));
    }

    List<String> warnings() {
        return log.messages(ch.qos.logback.classic.Level.WARN);
    }

    @Override
    public void close() {
        try {
            server.close();
        } finally {
            log.close();
            System.getProperties().remove(HOOKS);
        }
    }
}
