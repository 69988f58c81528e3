package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.StartException;
import dev.effe.server.admin.PageRoute;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.SocketClient;
import dev.effe.server.memory.MemoryBudget;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {

    private static final Logic.Handler ECHO = (request, response) ->
            response.text(request.remoteAddress().getAddress().getHostAddress() + " " + request.text());

    @TempDir
    Path folder;

    private final List<Server> servers = new ArrayList<>();
    private Path socket;

    @BeforeEach
    void nameIt() {
        socket = folder.resolve("effe.sock");
    }

    @AfterEach
    void closeAll() {
        servers.forEach(Server::close);
    }

    private Server serve(Logic.Handler handler, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("socket", socket.toString(), "drain-delay", "0s"));
        settings.addAll(List.of(more));
        Server server = Server.start(
                Settings.of(settings.toArray(String[]::new)),
                LoadedLogic.of(Logic.of(handler)),
                FunctionConfig.of(Map.of()));
        servers.add(server);
        assertThat(server.awaitReady(TestServer.PATIENCE)).isTrue();
        return server;
    }

    @Test
    void answersManyRequestsOfAConnectionAsAPortDoes() throws Exception {
        Server server = serve(ECHO);
        try (SocketClient client = new SocketClient(socket)) {
            for (int i = 0; i < 100; i++) {
                String body = "x".repeat(i * 1000);
                assertThat(client.send(TestServer.post("/", body)).read().text())
                        .isEqualTo("127.0.0.1 " + body);
            }
            assertThat(server.port()).isZero();
            client.send("GET / HTTP/1.1\n\n");
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void answersAClientThatEndsItsSideWithItsRequest() throws Exception {
        String large = "y".repeat(2_000_000);
        serve((request, response) -> response.text(large));
        try (SocketClient client = new SocketClient(socket)) {
            assertThat(client.send(TestServer.get("/")).finish().read().text()).isEqualTo(large);
        }
    }

    @Test
    void believesATrustedProxyAtTheSocket() throws Exception {
        String request = TestServer.request("GET", "/", "X-Forwarded-For: 192.0.2.7");
        Server trusting = serve(ECHO, "trusted-proxies", "127.0.0.1");
        try (SocketClient client = new SocketClient(socket)) {
            assertThat(client.send(request).read().text()).isEqualTo("192.0.2.7 ");
        }
        trusting.close();
        serve(ECHO);
        try (SocketClient client = new SocketClient(socket)) {
            assertThat(client.send(request).read().text()).isEqualTo("127.0.0.1 ");
        }
    }

    @Test
    void isItsOwnersOnlyAndGoneAfterTheStop() throws Exception {
        Server server = serve(ECHO);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(socket::equals);
        assertThat(server.stop()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void replacesWhatAProcessLeftBehind() throws Exception {
        leaveBehind();
        Server server = serve(ECHO);
        try (SocketClient client = new SocketClient(socket)) {
            assertThat(client.send(TestServer.get("/")).read().status()).isEqualTo(200);
        }
        server.close();
        assertThat(folder).isEmptyDirectory();
    }

    /** As a process that is killed does. */
    private void leaveBehind() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
    }

    @Test
    void leavesASocketThatHasAServerAlone() throws Exception {
        serve(ECHO);
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> serve(ECHO))
                .withMessage("Cannot listen on the socket " + socket
                        + ": another program listens there; choose another with --socket");
        assertAnswers();
    }

    private void assertAnswers() throws IOException {
        try (SocketClient client = new SocketClient(socket)) {
            assertThat(client.send(TestServer.get("/")).read().status()).isEqualTo(200);
        }
    }

    /** A connection that waited for room there would hold the start up for ever. */
    @Test
    void leavesASocketAloneWhoseQueueIsFull() throws Exception {
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(socket), 1);
            try (SocketClient one = new SocketClient(socket);
                    SocketClient two = new SocketClient(socket)) {
                assertThat(List.of(one, two)).hasSize(2);
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(() -> serve(ECHO))
                        .withMessageContaining("another program listens there");
            }
        }
    }

    @Test
    void leavesFilesOfOtherKindsAlone() throws Exception {
        Files.writeString(socket, "kept");
        assertRefused("it is a file of another kind, which is left alone");
        assertThat(socket).hasContent("kept");

        Files.delete(socket);
        Path elsewhere = folder.resolve("elsewhere");
        Files.createSymbolicLink(socket, elsewhere);
        assertRefused("it is a file of another kind, which is left alone");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void saysThatItsFolderIsMissing() {
        socket = folder.resolve("missing").resolve("s");
        assertRefused("there is no folder " + socket.getParent());
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> serve(ECHO))
                .withMessage("Cannot listen on the socket " + socket + ": " + reason);
    }

    @Test
    void servesAtTheLongestPath() throws Exception {
        int rest = 106 - folder.toString().length() - 1;
        socket = folder.resolve("s".repeat(rest));
        serve(ECHO);
        assertAnswers();
    }

    @Test
    void leavesTheSocketOfItsSuccessorAlone() throws Exception {
        Server first = serve(ECHO);
        Files.delete(socket);
        serve(ECHO);
        assertThat(first.stop()).isTrue();
        assertAnswers();
    }

    @Test
    void takesOnWhoHasConnectedBeforeItCloses() throws Exception {
        Settings settings = Settings.defaults();
        CountDownLatch goOn = new CountDownLatch(1);
        PageRoute route = new PageRoute(Runnable::run, Map.of("/", response -> response.text("answered")));
        try (Transport transport = new Transport(Optional.empty())) {
            HttpListener listener =
                    HttpListener.bindSocket(transport, socket, settings.http(), MemoryBudget.unlimited(), route);
            HttpListenerTest.holdUp(transport, goOn);
            List<SocketClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(new SocketClient(socket).send(TestServer.get("/")));
            }
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(listener::stopAccepting);
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> stopped.get(1, TimeUnit.SECONDS));
            assertThat(socket).doesNotExist();
            goOn.countDown();

            for (SocketClient client : clients) {
                assertThat(client.read().text()).isEqualTo("answered");
                client.close();
            }
            stopped.get(60, TimeUnit.SECONDS);
        } finally {
            goOn.countDown();
        }
        assertThat(folder).isEmptyDirectory();
    }
}
