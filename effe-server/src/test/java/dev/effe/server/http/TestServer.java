package dev.effe.server.http;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.kit.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real server on a free port, its function a fake, and clients that speak to it in bytes. */
public final class TestServer implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final Server server;
    private final List<RawClient> clients = new ArrayList<>();

    private TestServer(Server server) {
        this.server = server;
    }

    /** A ready server with two contexts kept warm, and these settings. */
    public static TestServer serving(Logic<?> logic, String... settings) throws StartException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("host", "127.0.0.1", "admin-port", "off"));
        all.addAll(List.of(settings));
        Server server = Servers.start(LoadedLogic.of(logic), all.toArray(String[]::new));
        if (!server.awaitReady(PATIENCE)) {
            server.close();
            throw new AssertionError("not ready");
        }
        return new TestServer(server);
    }

    public static TestServer serving(Logic.Handler handler, String... settings)
            throws StartException, InterruptedException {
        return serving(Logic.of(handler), settings);
    }

    public int port() {
        return server.port();
    }

    /** A new connection, closed with this. */
    RawClient client() throws IOException {
        return client(0);
    }

    RawClient client(int receiveBytes) throws IOException {
        RawClient client = new RawClient(port(), receiveBytes);
        clients.add(client);
        return client;
    }

    /** The answer to a GET on a connection of its own. */
    HttpAnswer fetch(String target, String... headers) throws IOException {
        try (RawClient client = new RawClient(port())) {
            return client.send(request("GET", target, headers)).read();
        }
    }

    public static String get(String target) {
        return request("GET", target);
    }

    /** A request without a body. */
    static String request(String method, String target, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    static String post(String target, String body, String... headers) {
        String head = request("POST", target, headers);
        return head.substring(0, head.length() - 2) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }
}
