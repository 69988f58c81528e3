package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five times as many requests as the server can hold. The figures are measured by effe-bench's overload. */
class OverloadTest {

    private static final int HELD = 6;
    private static final int SENT = 5 * HELD;

    private final List<Socket> clients = new ArrayList<>();

    @Test
    void refusesTheRestStaysLiveAndRecovers() throws Exception {
        try (EdgeServer server =
                new EdgeServer("max-contexts", "2", "max-queue", "4", "timeout", "60s", "queue-timeout", "60s")) {
            try {
                List<Socket> waiting = hold(server);
                for (int i = HELD; i < SENT; i++) {
                    assertRefusedAndLive(connect(server));
                }
                assertThat(server.metric("effe_invocations_queued")).isEqualTo(4);

                server.mayAnswer.countDown();
                for (Socket client : waiting) {
                    assertThat(read(client)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nwaited");
                }
                for (Socket client : clients) {
                    assertThat(exchange(client, "/")).startsWith("HTTP/1.1 200 ");
                }
                assertThat(server.logged(Level.WARN))
                        .as("the first refusal of a minute is a line")
                        .singleElement()
                        .asString()
                        .startsWith("GET / is refused with 503: max-contexts run and the queue is full");
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    /** Fills the contexts and the queue. */
    private List<Socket> hold(EdgeServer server) throws IOException {
        for (int i = 0; i < HELD; i++) {
            send(connect(server), "/wait");
        }
        server.awaitMetric("effe_invocations_open", HELD);
        return List.copyOf(clients);
    }

    /** On one connection, which is kept. */
    private static void assertRefusedAndLive(Socket client) throws IOException {
        assertThat(exchange(client, "/"))
                .startsWith("HTTP/1.1 503 ")
                .contains("\r\nRetry-After: 1\r\n", "urn:effe:error:overloaded")
                .doesNotContain("Connection: close");
        assertThat(exchange(client, "/_effe/livez")).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(client, "/_effe/readyz")).startsWith("HTTP/1.1 200 ");
    }

    private Socket connect(EdgeServer server) throws IOException {
        Socket client = server.connect();
        clients.add(client);
        return client;
    }

    private static String exchange(Socket client, String path) throws IOException {
        send(client, path);
        return read(client);
    }

    private static void send(Socket client, String path) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads an answer that has a Content-Length. */
    private static String read(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("after '%s'", answer).isNotNegative();
            answer.append((char) next);
        }
        String length = answer.toString().replaceAll("(?s).*\r\nContent-Length: (\\d+)\r\n.*", "$1");
        return answer + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }
}
