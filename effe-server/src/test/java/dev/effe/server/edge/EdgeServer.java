package dev.effe.server.edge;

import static dev.effe.server.kit.Soon.await;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.LogLines;
import dev.effe.server.kit.Servers;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A real server with a function for these tests, the counters of its admin port, and what it logged. */
final class EdgeServer implements AutoCloseable {

    /** Longer than anything here takes on a busy machine; nothing waits for it unless it fails. */
    static final int PATIENCE_MILLIS = Servers.PATIENCE_MILLIS;

    final CountDownLatch mayAnswer = new CountDownLatch(1);
    final CountDownLatch inFunction = new CountDownLatch(1);
    private final LogLines log = LogLines.ofAll();
    private final Server server;

    EdgeServer(String... settings) throws StartException {
        this(null, settings);
    }

    /** @param logic the function; null for {@link #answer} */
    EdgeServer(@Nullable Logic<?> logic, String... settings) throws StartException {
        server = Servers.start(LoadedLogic.of(logic == null ? Logic.of(this::answer) : logic), settings);
    }

    private void answer(Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/address" ->
                response.text(request.remoteAddress().getAddress().getHostAddress() + " "
                        + request.remoteAddress().getPort());
            case "/large" ->
                response.send(
                        new byte[Integer.parseInt(request.query().get("bytes").get(0))]);
            case "/wait" -> {
                inFunction.countDown();
                mayAnswer.await();
                response.text("waited");
            }
            default -> response.text(request.bytes().length + " bytes");
        }
    }

    int port() {
        return server.port();
    }

    /** The value of a counter, such as {@code effe_proxy_refused_total}. */
    double metric(String name) throws IOException {
        return Servers.metric(Servers.metrics(server), name);
    }

    /** Waits until a counter has a value. */
    void awaitMetric(String name, double value) {
        await().alias(name).atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(() -> metric(name) == value);
    }

    Socket connect() throws IOException {
        return Servers.connect(port());
    }

    /** Messages of a level or above it since the start. */
    List<String> logged(Level level) {
        return log.messages(level);
    }

    boolean stop() {
        return server.stop();
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        server.close();
        log.close();
    }
}
