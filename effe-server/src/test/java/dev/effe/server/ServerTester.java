package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.Logic;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.LogLines;
import dev.effe.server.kit.Servers;
import dev.effe.server.log.RateLimitedLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A server of this JVM on a free port, a client of it, and what is logged meanwhile. */
final class ServerTester implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Server server;
    private final LogLines log;

    private ServerTester(Server server, LogLines log) {
        this.server = server;
        this.log = log;
    }

    /** Starts it with an admin port, and further settings as names and values. */
    static ServerTester start(Logic<?> logic, String... more) throws StartException {
        return start(LoadedLogic.of(logic), more);
    }

    static ServerTester start(LoadedLogic loaded, String... more) throws StartException {
        RateLimitedLog.tellAll(); // No line is to be missing because a test before had one like it.
        LogLines log = LogLines.ofAll();
        return new ServerTester(Servers.start(loaded, more), log);
    }

    ServerTester ready() throws InterruptedException {
        assertThat(server.awaitReady(PATIENCE)).isTrue();
        return this;
    }

    HttpResponse<String> get(String path) {
        return getAsync(path).join();
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return send(server.port(), path);
    }

    HttpResponse<String> getAdmin(String path) {
        return send(server.adminPort().orElseThrow(), path).join();
    }

    private static CompletableFuture<HttpResponse<String>> send(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE)
                .header("X-Request-Id", "id-of" + path.replace('/', '-'))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    /** The value of a metric, such as {@code effe_contexts{state="idle"}}. */
    double metric(String name) {
        return Servers.metric(getAdmin("/metrics").body(), name);
    }

    /** The lines that this server's classes logged, from a level on. */
    List<ILoggingEvent> logged(ch.qos.logback.classic.Level level) {
        return log.from(level);
    }

    /** The id of the call that a line is of; null if it is of none. */
    @Nullable String callOf(ILoggingEvent event) {
        return log.callOf(event);
    }

    @Override
    public void close() {
        server.close();
        log.close();
    }
}
