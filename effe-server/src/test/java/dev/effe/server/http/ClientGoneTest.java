package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go away before, during and after the run of the function. */
class ClientGoneTest {

    /** Runs when it is told to, and records what is asked of it. */
    private static final class Held implements Logic<Integer> {
        final List<String> calls = new CopyOnWriteArrayList<>();
        final Semaphore entered = new Semaphore(0);
        final Semaphore goOn = new Semaphore(0);

        @Override
        public Integer start() {
            calls.add("start");
            return 1;
        }

        @Override
        public void run(Integer context, Request request, Response response) throws Exception {
            calls.add("run " + request.path());
            if (request.path().equals("/held")) {
                entered.release();
                goOn.acquire();
                if (request.query("stream").isPresent()) {
                    stream(response);
                }
            }
            response.text("body of " + request.path());
        }

        private void stream(Response response) throws IOException {
            try (java.io.OutputStream out = response.stream()) {
                for (int i = 0; i < 1000; i++) {
                    out.write(new byte[100_000]);
                    out.flush();
                }
                calls.add("written");
            } catch (IOException e) {
                calls.add(e.getMessage());
                throw e;
            }
        }

        @Override
        public void stop(Integer context) {
            calls.add("stop");
        }

        @Override
        public boolean reusable(Integer context, Throwable failure) {
            calls.add("failed " + failure.getClass().getSimpleName());
            return true;
        }
    }

    private final Held logic = new Held();
    private TestServer edge;

    @BeforeEach
    void start() throws Exception {
        edge = TestServer.serving(logic, "max-contexts", "1");
    }

    @AfterEach
    void stop() throws Exception {
        logic.goOn.release(100);
        edge.close();
        assertThat(logic.calls).containsOnlyOnce("stop");
    }

    private void awaitEntered() throws InterruptedException {
        assertThat(logic.entered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET / HTTP/1.1\r\nHost: a\r\n", "\r\n"})
    void goneInAHead(String sent) throws Exception {
        assertThat(edge.client().send(sent).finish().end()).isEqualTo("FIN");
        edge.client().send(sent).reset();
        assertThat(edge.fetch("/next").status()).isEqualTo(200);
        assertThat(logic.calls).containsExactly("start", "run /next");
    }

    @Test
    void goneInABody() throws Exception {
        String cut = TestServer.request("POST", "/", "Content-Length: 10") + "12345";
        String cutChunks = TestServer.request("POST", "/", "Transfer-Encoding: chunked") + "5\r\nhello\r\n";
        for (String sent : List.of(cut, cutChunks)) {
            assertThat(edge.client().send(sent).finish().end()).isEqualTo("FIN");
            edge.client().send(sent).reset();
        }
        assertThat(edge.fetch("/next").status()).isEqualTo(200);
        assertThat(logic.calls).containsExactly("start", "run /next");
    }

    @Test
    void aHalfCloseBehindFullRequestsIsAnswered() throws Exception {
        RawClient client = edge.client()
                .send(TestServer.get("/a") + TestServer.get("/b") + "GET /c")
                .finish();
        assertThat(client.read().text()).isEqualTo("body of /a");
        assertThat(client.read().text()).isEqualTo("body of /b");
        assertThat(client.end()).isEqualTo("FIN");
        assertThat(logic.calls).containsExactly("start", "run /a", "run /b");
    }

    @Test
    void aHalfCloseDuringTheRunIsAnswered() throws Exception {
        RawClient client = edge.client().send(TestServer.get("/held"));
        awaitEntered();
        client.finish();
        logic.goOn.release();
        assertThat(client.read().text()).isEqualTo("body of /held");
        assertThat(client.end()).isEqualTo("FIN");
    }

    @Test
    void goneDuringTheRunCostsNoContext() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawClient client = edge.client().send(TestServer.get("/held"));
            awaitEntered();
            client.reset();
            Awaitility.await().atMost(TestServer.PATIENCE).until(() -> openConnections() == 0);
            logic.goOn.release();
            assertThat(edge.fetch("/next").status()).isEqualTo(200);
        }
        assertThat(logic.calls)
                .containsExactly("start", "run /held", "run /next", "run /held", "run /next", "run /held", "run /next");
    }

    @Test
    void goneDuringAStreamEndsIt() throws Exception {
        RawClient client = edge.client().send(TestServer.get("/held?stream"));
        awaitEntered();
        logic.goOn.release();
        client.head();
        client.reset();
        assertThat(edge.fetch("/next").status()).isEqualTo(200);
        assertThat(logic.calls)
                .containsExactly("start", "run /held", "The client is gone", "failed ClientGoneException", "run /next");
    }

    @Test
    void goneAfterTheRunDoesNotMatter() throws Exception {
        for (int i = 0; i < 20; i++) {
            edge.client().send(TestServer.get("/a").repeat(3)).reset();
            edge.client().send(TestServer.get("/b").repeat(3)).close();
        }
        Awaitility.await().atMost(TestServer.PATIENCE).until(() -> openConnections() == 0);
        assertThat(edge.fetch("/next").status()).isEqualTo(200);
    }

    /** The server's own view of its sockets: those of this process in /proc would be both ends. */
    private int openConnections() throws IOException {
        int open = 0;
        String port = String.format(":%04X", edge.port());
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of(table))) {
                String[] columns = line.strip().split("\\s+");
                // 01 is ESTABLISHED, 08 is CLOSE_WAIT.
                if (columns[1].endsWith(port) && (columns[3].equals("01") || columns[3].equals("08"))) {
                    open++;
                }
            }
        }
        return open;
    }
}
