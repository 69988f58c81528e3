package dev.effe.server.edge;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.LogLines;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A real server with a function for these tests, the counters of its admin port, and what it logged. */
final class EdgeServer implements AutoCloseable {

    /** Longer than anything here takes on a busy machine; nothing waits for it unless it fails. */
    static final int PATIENCE_MILLIS = 60_000;

    final CountDownLatch mayAnswer = new CountDownLatch(1);
    final CountDownLatch inFunction = new CountDownLatch(1);
    private final LogLines log = LogLines.ofAll();
    private final Server server;

    EdgeServer(String... settings) throws StartException {
        this(null, settings);
    }

    /** @param logic the function; null for {@link #answer} */
    EdgeServer(@Nullable Logic<?> logic, String... settings) throws StartException {
        String[] all = Arrays.copyOf(settings, settings.length + 4);
        System.arraycopy(new String[] {"port", "0", "admin-port", "0"}, 0, all, settings.length, 4);
        server = Server.start(
                Settings.of(all),
                LoadedLogic.of(logic == null ? Logic.of(this::answer) : logic),
                FunctionConfig.of(Map.of()));
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
        try (Socket socket = connect(server.adminPort().orElseThrow())) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Waits until a counter has a value. */
    void awaitMetric(String name, double value) {
        await(name).atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(() -> metric(name) == value);
    }

    Socket connect() throws IOException {
        return connect(port());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
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
