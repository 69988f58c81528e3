package dev.effe.server.fuzz;

import static dev.effe.server.kit.Soon.await;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real server behind one door, with short timeouts, and what its admin port says. */
final class FuzzServer implements AutoCloseable {

    /** A half-sent request is given up so soon. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Server server;

    FuzzServer(Logic<?> logic, String... more) throws StartException {
        List<String> settings = new ArrayList<>(List.of("health-prefix", ""));
        for (String timeout : new String[] {"head-timeout", "body-timeout", "idle-timeout", "write-timeout"}) {
            settings.addAll(List.of(timeout, TIMEOUT.toMillis() + "ms"));
        }
        // No refusal for want of room, which would be a 503.
        settings.addAll(List.of("max-contexts", "500", "max-queue", "100000", "queue-timeout", "60s"));
        settings.addAll(List.of("max-body", "64KiB", "context-idle", "1s"));
        settings.addAll(List.of(more));
        server = Servers.start(LoadedLogic.of(logic), settings.toArray(String[]::new));
    }

    int port() {
        return server.port();
    }

    /** Waits until nothing is going on any more, and only the contexts that are to be kept are left. */
    void awaitBaseline() {
        await().atMost(Duration.ofMillis(Servers.PATIENCE_MILLIS)).until(this::busy, List.of()::equals);
    }

    /** The differences from before the first connection. */
    private List<String> busy() throws IOException {
        String metrics = Servers.metrics(server);
        Map<String, Double> wanted = Map.of(
                "effe_http_connections", 0.0,
                "effe_invocations_open", 0.0,
                "effe_invocations_running", 0.0,
                "effe_invocations_queued", 0.0,
                "effe_contexts{state=\"in_use\"}", 0.0,
                "effe_contexts{state=\"idle\"}", 1.0);
        return wanted.entrySet().stream()
                .filter(entry -> Servers.metric(metrics, entry.getKey()) != entry.getValue())
                .map(entry -> entry.getKey() + " is " + Servers.metric(metrics, entry.getKey()))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
