package dev.effe.tool.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.tool.Reporter;
import dev.effe.server.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server with a function and a topic, as an operator sees it. */
final class OperateTester implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Server server;

    private OperateTester(Server server) {
        this.server = server;
    }

    static OperateTester start(Path folder) throws Exception {
        Path code = Path.of(Reporter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path app = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  report: {code: "%s", logic: com.acme.tool.Reporter, routes: [POST /mend], triggers: [{topic: placed}]}
                topics: {placed: {}}
                settings: {port: 0, admin-port: 0, traces: 100, data-dir: data, drain-delay: 0s}
                """.formatted(code));
        Server server = Server.start(List.of("--app", app.toString(), "--timeout", "9s"));
        assertThat(server.awaitReady(Duration.ofSeconds(60))).isTrue();
        return new OperateTester(server);
    }

    String admin() {
        return "http://127.0.0.1:" + server.adminPort().orElseThrow();
    }

    HttpResponse<String> page(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(admin() + path)));
    }

    /** Calls the function, whose answer does not matter. */
    void call(String id) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/mend"))
                .header("X-Request-Id", id)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Appends an event, which the function gets. */
    void append(String payload) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(admin() + "/topics/placed"))
                .header("Effe-Admin", "yes")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"key\": \"k\", \"payload\": \"" + payload + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
    }
}
