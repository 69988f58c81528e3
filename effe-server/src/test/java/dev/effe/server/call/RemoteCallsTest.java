package dev.effe.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.access.TokenFile;
import dev.effe.server.call.TestFunctions.Served;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.kit.Soon;
import dev.effe.server.route.Body;
import dev.effe.server.route.FunctionRoute;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to another process, which is this one, by way of a port. */
final class RemoteCallsTest extends CallContract {

    private final List<CallPort> ports = new ArrayList<>();
    private final List<CallToken> tokens = new ArrayList<>();

    @TempDir
    Path folder;

    @Override
    Callee reach(Served served) throws Exception {
        return port(served, null).callee(served.name(), null, functions);
    }

    private CallPort port(Served served, @Nullable CallToken token, String... settings) throws IOException {
        Route route = new FunctionRoute(served.dispatcher());
        CallPort port = new CallPort(new CallRoute(Map.of(served.name(), route), token), functions.memory, settings);
        ports.add(port);
        return port;
    }

    private CallToken token(String text) throws IOException {
        CallToken token = new CallToken(new TokenFile(Files.writeString(folder.resolve(text), text + "\n")));
        tokens.add(token);
        return token;
    }

    @AfterEach
    void closePorts() {
        ports.forEach(CallPort::close);
        tokens.forEach(CallToken::close);
    }

    private Reply send(Callee callee) {
        return callee.send(new Outgoing(
                "id", "POST", "/", new HeaderFields().and("Effe-Depth", "1"), Body.empty(), TIMEOUT.toNanos()));
    }

    private Served counting(AtomicInteger calls) {
        return stock((request, response) -> {
            calls.incrementAndGet();
            assertThat(request.header(CallToken.HEADER)).isEmpty();
            response.json("here");
        });
    }

    @Test
    void admitsWhoKnowsTheToken() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CallPort port = port(counting(calls), token("right"));

        assertThat(send(port.callee("stock", token("right"), functions)).end()).isEqualTo(Reply.End.ANSWERED);
        for (CallToken other : new CallToken[] {token("wrong"), token("rightt"), token("righ"), null}) {
            Reply reply = send(port.callee("stock", other, functions));
            assertThat(reply.end()).isEqualTo(Reply.End.UNREACHABLE);
            assertThat(reply.answer().status()).isEqualTo(502);
            assertThat(reply.cause()).hasMessageContaining("call-token-file");
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void takesANewTokenWithoutARestart() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CallToken changing = token("changing");
        CallPort port = port(counting(calls), changing);
        Callee callee = port.callee("stock", token("new"), functions);
        Files.writeString(folder.resolve("changing"), "new");

        Soon.await().until(() -> send(callee).end() == Reply.End.ANSWERED);
    }

    @Test
    void needsATokenThatCanBeRead() {
        assertThatThrownBy(() -> new CallToken(new TokenFile(folder.resolve("none"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesOtherFunctionsThanItServes() throws Exception {
        CallPort port = port(counting(new AtomicInteger()), null);
        assertThat(send(port.callee("mail", null, functions)).end()).isEqualTo(Reply.End.UNREACHABLE);
    }

    private static int status(CallPort port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(port.address() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void isNotThereForOthersThanProgramsOfThisMachine() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CallPort port = port(counting(calls), null);
        String path = CallRoute.PREFIX + "/stock/";

        assertThat(status(port, path, "Effe-Depth", "1")).isEqualTo(200);
        assertThat(status(port, path)).isEqualTo(404);
        assertThat(status(port, path, "Effe-Depth", "1", "X-Forwarded-For", "127.0.0.1"))
                .isEqualTo(404);
        assertThat(status(port, path, "Effe-Depth", "1", "Forwarded", "for=127.0.0.1"))
                .isEqualTo(404);
        assertThat(status(port, path, "Effe-Depth", "1", "Origin", "http://localhost"))
                .isEqualTo(404);
        assertThat(status(port, path, "Effe-Depth", "1", "Sec-Fetch-Site", "none"))
                .isEqualTo(404);
        assertThat(calls).hasValue(1);
    }

    @Test
    void isNotThereForWhatATrustedProxyForwards() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CallPort port = port(counting(calls), null, "trusted-proxies", "127.0.0.1");

        assertThat(status(port, CallRoute.PREFIX + "/stock/", "Effe-Depth", "1"))
                .isEqualTo(404);
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/stock", "/stock?x", "/other/", "//", "/Stock/", "/%73tock/"})
    void isNotThereForPathsThatAreNone(String path) throws Exception {
        CallPort port = port(counting(new AtomicInteger()), null);
        assertThat(status(port, CallRoute.PREFIX + path, "Effe-Depth", "1")).isEqualTo(404);
    }

    @Test
    void doesNotTakeThe404OfAnotherServerForTheFunctions() throws Exception {
        Reply reply = fake(socket ->
                socket.getOutputStream().write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes()));
        assertThat(reply.end()).isEqualTo(Reply.End.UNREACHABLE);
    }

    @Test
    void isToldAtOnceWhenTheOtherProcessDies() throws Exception {
        long beganNanos = System.nanoTime();
        Reply reply = fake(Socket::close);

        assertThat(reply.answer().status()).isEqualTo(502);
        assertThat(reply.end()).isEqualTo(Reply.End.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(Duration.ofSeconds(5));
    }

    /** Another server's action with a call, which comes once. */
    private interface Serving {
        void serve(Socket socket) throws IOException;
    }

    private Reply fake(Serving serving) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(server, serving, calls));
        thread.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            return send(new RemoteCallee("stock", address, null, new RemoteClient(), 1000, functions.memory));
        } finally {
            server.close();
            thread.join();
            assertThat(calls).hasValue(1);
        }
    }

    private static void serve(ServerSocket server, Serving serving, AtomicInteger calls) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (socket.getInputStream().read() >= 0) {
                    calls.incrementAndGet();
                    serving.serve(socket);
                }
            } catch (IOException e) {
                // The test is over, or the client has gone.
            }
        }
    }

    @Test
    void isTriedAgainWhereNoConnectionCouldBeMade() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port);
        long beganNanos = System.nanoTime();
        Reply reply = send(new RemoteCallee("stock", address, null, new RemoteClient(), 1000, functions.memory));

        assertThat(reply.end()).isEqualTo(Reply.End.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isGreaterThan(Duration.ofMillis(290));
    }
}
