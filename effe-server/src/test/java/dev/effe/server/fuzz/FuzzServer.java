package dev.effe.server.fuzz;

import static org.awaitility.Awaitility.await;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Frames;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real server behind one door, with short timeouts, and what its admin port says. */
final class FuzzServer implements AutoCloseable {

    /** A half-sent request is given up so soon. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final int PATIENCE_MILLIS = 60_000;

    private final Server server;

    FuzzServer(Logic<?> logic, String... more) throws StartException {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("port", "0", "admin-port", "0", "health-prefix", ""));
        for (String timeout : new String[] {"head-timeout", "body-timeout", "idle-timeout", "write-timeout"}) {
            settings.put(timeout, TIMEOUT.toMillis() + "ms");
        }
        // No refusal for want of room, which would be a 503.
        settings.putAll(Map.of("max-contexts", "500", "max-queue", "100000", "queue-timeout", "60s"));
        settings.putAll(Map.of("max-body", "64KiB", "context-idle", "1s"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        server = Server.start(Settings.of(settings), LoadedLogic.of(logic), FunctionConfig.of(Map.of()));
    }

    int port() {
        return server.port();
    }

    /** Waits until nothing is going on any more, and only the contexts that are to be kept are left. */
    void awaitBaseline() {
        await().atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(this::busy, List.of()::equals);
    }

    /** The differences from before the first connection. */
    private List<String> busy() throws IOException {
        String metrics = metrics();
        Map<String, Double> wanted = Map.of(
                "effe_http_connections", 0.0,
                "effe_invocations_open", 0.0,
                "effe_invocations_running", 0.0,
                "effe_invocations_queued", 0.0,
                "effe_contexts{state=\"in_use\"}", 0.0,
                "effe_contexts{state=\"idle\"}", 1.0);
        return wanted.entrySet().stream()
                .filter(entry -> value(metrics, entry.getKey()) != entry.getValue())
                .map(entry -> entry.getKey() + " is " + value(metrics, entry.getKey()))
                .toList();
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    private String metrics() throws IOException {
        return exchange(
                server.adminPort().orElseThrow(),
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** Sends a stream and reads all that comes back. */
    static String exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(Frames.bytes(request));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
