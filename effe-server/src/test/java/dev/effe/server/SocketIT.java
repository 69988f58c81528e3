package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.SocketClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real effe.jar at a unix socket, and real proxies in front of it. */
class SocketIT {

    private static final String GET = "GET /any HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path folder;

    /** True for NIO, which serves where epoll does not load. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void servesAndIsGoneAfterItsStop(boolean nio) throws IOException {
        Path socket = folder.resolve("effe.sock");
        try (EffeProcess effe = start(socket, nio);
                SocketClient client = new SocketClient(socket)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(GET).read().text()).startsWith("Hello from Effe: ");
            }
            assertThat(effe.output()).contains(" on socket " + socket + " after ");
            assertThat(effe.term().exitCode()).as(effe::toString).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    private EffeProcess start(Path socket, boolean nio) {
        return EffeProcess.in(folder)
                .jvm("-Dio.netty.transport.noNative=" + nio)
                .start("--socket", socket.toString())
                .serving();
    }

    @Test
    void aKilledServerHasASuccessorAndALivingOneHasNone() throws Exception {
        Path socket = folder.resolve("effe.sock");
        try (EffeProcess first = start(socket, false)) {
            first.signal("KILL").exitCode();
        }
        assertThat(socket).exists();
        try (EffeProcess second = start(socket, false);
                EffeProcess third = EffeProcess.in(folder).start("--socket", socket.toString());
                SocketClient client = new SocketClient(socket)) {
            assertThat(third.exitCode()).isEqualTo(1);
            assertThat(third.errors())
                    .isEqualTo("effe: Cannot listen on the socket " + socket
                            + ": another program listens there; choose another with --socket\n");
            assertThat(client.send(GET).read().status()).isEqualTo(200);
            assertThat(second.isAlive()).isTrue();
        }
    }

    @Test
    void aPortOfAPlatformDoesNotCountAndOneOfOurOwnDoes() {
        Path socket = folder.resolve("effe.sock");
        EffeProcess.Command command = EffeProcess.in(folder).environment("PORT", "8080");
        try (EffeProcess effe = command.start("--socket", socket.toString()).serving()) {
            assertThat(effe.isAlive()).isTrue();
        }
        EffeProcess both =
                EffeProcess.in(folder).environment("EFFE_PORT", "8080").start("--socket", socket.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.errors())
                .isEqualTo("effe: socket (flag) and port (environment EFFE_PORT) must not both be given\n");
    }

    @Test
    void haproxyServesWhatIsBehindASocket() throws Exception {
        Program.named("haproxy");
        Path socket = folder.resolve("effe.sock");
        try (EffeProcess effe = start(socket, false);
                Haproxy haproxy = new Haproxy(folder, Map.of("hello-1", "unix@" + socket))) {
            assertAnswered(haproxy.front());
            assertThat(effe.isAlive()).isTrue();
        }
    }

    @Test
    void nginxServesWhatIsBehindASocket() throws Exception {
        Program.named("nginx");
        Path socket = folder.resolve("effe.sock");
        try (EffeProcess effe = start(socket, false);
                Nginx nginx = new Nginx(folder, List.of("unix:" + socket))) {
            assertAnswered(nginx.front());
            assertThat(effe.isAlive()).isTrue();
        }
    }

    /** By a client that keeps its connection; the body is more than a socket's buffer takes. */
    private static void assertAnswered(InetSocketAddress front) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://" + Program.text(front) + "/hello/"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000]))
                .timeout(EffeProcess.PATIENCE)
                .build();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 20; i++) {
            assertThat(client.send(post, BodyHandlers.ofString()).body()).startsWith("Hello from Effe: ");
        }
    }
}
