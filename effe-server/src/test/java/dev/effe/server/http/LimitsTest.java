package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.net.SocketException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The last byte that is allowed, and the first that is not. */
@Tag("once")
class LimitsTest {

    private static final int LINE = 256;
    private static final int HEADERS = 1024;
    private static final int COUNT = 5;
    private static final int BODY = 1000;

    private static TestServer edge;

    @BeforeAll
    static void start() throws Exception {
        edge = TestServer.serving(
                (request, response) -> response.text("" + request.bytes().length),
                "max-request-line",
                "" + LINE,
                "max-header",
                "" + HEADERS,
                "max-header-count",
                "" + COUNT,
                "max-body",
                "" + BODY);
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static int status(String request) throws IOException {
        try (RawClient client = new RawClient(edge.port())) {
            HttpAnswer answer = client.send(request).read();
            if (answer.status() == 200) {
                assertThat(client.send(TestServer.get("/")).read().status()).isEqualTo(200);
            } else {
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(client.end()).isEqualTo("FIN");
            }
            return answer.status();
        }
    }

    @Test
    void requestLine() throws Exception {
        int rest = "GET / HTTP/1.1".length();
        assertThat(status(TestServer.get("/" + "a".repeat(LINE - rest)))).isEqualTo(200);
        assertThat(status(TestServer.get("/" + "a".repeat(LINE - rest + 1)))).isEqualTo(414);
        assertThat(status(TestServer.get("/?" + "a".repeat(LINE - rest)))).isEqualTo(414);
    }

    @Test
    void headerBytes() throws Exception {
        int rest = "Host: a\r\nX: \r\n".length();
        assertThat(status(TestServer.request("GET", "/", "X: " + "a".repeat(HEADERS - rest))))
                .isEqualTo(200);
        assertThat(status(TestServer.request("GET", "/", "X: " + "a".repeat(HEADERS - rest + 1))))
                .isEqualTo(431);
    }

    @Test
    void headerCount() throws Exception {
        assertThat(status(TestServer.request("GET", "/", "A: b", "A: b", "A: b", "A: b")))
                .isEqualTo(200);
        assertThat(status(TestServer.request("GET", "/", "A: b", "A: b", "A: b", "A: b", "A: b")))
                .isEqualTo(431);
    }

    @Test
    void bodyOfAKnownLength() throws Exception {
        assertThat(status(TestServer.post("/", "x".repeat(BODY)))).isEqualTo(200);
        assertThat(status(TestServer.post("/", "x".repeat(BODY + 1)))).isEqualTo(413);
    }

    @Test
    void chunkedBody() throws Exception {
        String head = TestServer.request("POST", "/", "Transfer-Encoding: chunked");
        String chunk = Integer.toHexString(BODY / 2) + "\r\n" + "x".repeat(BODY / 2) + "\r\n";
        assertThat(status(head + chunk + chunk + "0\r\n\r\n")).isEqualTo(200);
        assertThat(status(head + chunk + chunk + "1\r\nx\r\n0\r\n\r\n")).isEqualTo(413);
        assertThat(status(head + Integer.toHexString(BODY + 1) + "\r\n")).isEqualTo(413);
    }

    @Test
    void aBodyThatIsTooLargeIsAnsweredThoughTheClientSendsOn() throws Exception {
        for (String head : new String[] {
            TestServer.request("POST", "/", "Content-Length: 3000000"),
            TestServer.request("POST", "/", "Transfer-Encoding: chunked") + "2dc6c0\r\n"
        }) {
            try (RawClient client = new RawClient(edge.port())) {
                // All of it is sent before the answer is read.
                assertThat(client.send(head).send(new byte[3_000_000]).read().status())
                        .isEqualTo(413);
                assertThat(client.end()).isEqualTo("FIN");
            }
        }
    }

    @Test
    void aRefusedClientThatSendsForEverIsCutOff() throws Exception {
        try (RawClient client = new RawClient(edge.port())) {
            client.send(TestServer.request("POST", "/", "Content-Length: 3000000"));
            long start = System.nanoTime();
            Awaitility.await()
                    .atMost(TestServer.PATIENCE)
                    .pollDelay(java.time.Duration.ZERO)
                    .until(() -> {
                        try {
                            client.send(new byte[1000]);
                            return false;
                        } catch (SocketException e) {
                            return true;
                        }
                    });
            assertThat(System.nanoTime() - start).isGreaterThan(500_000_000);
        }
    }

    /** Nine sixteenths of it: beside the largest body there is room for others, and for answers. */
    @Test
    void aBodyThatMemoryCanNeverHoldIsRefusedAtOnce() throws Exception {
        int most = 9 * (1 << 20) / 16;
        try (TestServer small = TestServer.serving(
                (request, response) -> response.text("" + request.bytes().length), "max-memory", "1MiB")) {
            RawClient client = small.client();
            client.send(TestServer.post("/", "x".repeat(most)));
            assertThat(client.read().text()).isEqualTo("" + most);
            client.send(TestServer.request("POST", "/", "Content-Length: " + (most + 1)));
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    /** At 2 MB/s, as over a line of 16 Mbit/s: most clients read an answer only behind their body. */
    @Test
    void aClientThatTakesSecondsForItsBodyReadsThatItIsTooLarge() throws Exception {
        int size = 6_000_000;
        try (RawClient client = new RawClient(edge.port())) {
            client.send(TestServer.request("POST", "/", "Content-Length: " + size));
            for (int i = 0; i < size / 40_000; i++) {
                client.send("x".repeat(40_000));
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.end()).isEqualTo("FIN");
        }
    }

    @Test
    void expectContinueIsAnsweredOnlyIfTheBodyWillBeRead() throws Exception {
        try (RawClient client = new RawClient(edge.port())) {
            client.send(TestServer.request("POST", "/", "Expect: 100-continue", "Content-Length: " + BODY));
            assertThat(client.read().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.send("x".repeat(BODY)).read().text()).isEqualTo("" + BODY);
            client.send(TestServer.request("POST", "/", "expect: 100-CONTINUE", "Transfer-Encoding: chunked"));
            assertThat(client.read().status()).isEqualTo(100);
            assertThat(client.send("1\r\nx\r\n0\r\n\r\n").read().text()).isEqualTo("1");
            client.send(TestServer.request("POST", "/", "Expect: 100-continue", "Content-Length: 3") + "abc");
            assertThat(client.read().text()).isEqualTo("3");
            client.send(TestServer.request("POST", "/", "Expect: 100-continue", "Content-Length: " + (BODY + 1)));
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.end()).isEqualTo("FIN");
        }
    }

    @Test
    void healthIsAnsweredBeyondTheLimitOfConnections() throws Exception {
        try (TestServer small = TestServer.serving((request, response) -> {}, "max-connections", "1")) {
            RawClient only = small.client();
            assertThat(only.send(TestServer.get("/")).read().status()).isEqualTo(200);
            for (int i = 0; i < 1000; i++) {
                // Far more than are held; half of them never send a request.
                small.client().send(i % 2 == 0 ? "" : "GET /_effe/livez HTTP/1.1\r\n");
            }
            for (int i = 0; i < 20; i++) {
                RawClient health = small.client().send(TestServer.get("/_effe/livez"));
                assertThat(health.read().text()).isEqualTo("ok\n");
                assertThat(health.end()).isEqualTo("FIN");
            }
            assertThat(only.send(TestServer.get("/")).read().status()).isEqualTo(200);
        }
    }

    @Test
    void beyondTheLimitASlowHeadHasASecond() throws Exception {
        try (TestServer small = TestServer.serving((request, response) -> {}, "max-connections", "1")) {
            RawClient only = small.client();
            assertThat(only.send(TestServer.get("/")).read().status()).isEqualTo(200);
            long begun = System.nanoTime();
            assertThat(small.client()
                            .send("GET /_effe/livez HTTP/1.1\r\n")
                            .read()
                            .status())
                    .isEqualTo(408);
            assertThat(small.client().end()).isIn("FIN", "RST");
            // Not after the ten seconds that others have.
            assertThat(System.nanoTime() - begun).isBetween(1_500_000_000L, 9_000_000_000L);
        }
    }

    @Test
    void connections() throws Exception {
        try (TestServer small = TestServer.serving((request, response) -> {}, "max-connections", "3")) {
            RawClient first = small.client();
            RawClient second = small.client();
            RawClient third = small.client();
            assertThat(first.send(TestServer.get("/")).read().status()).isEqualTo(200);
            assertThat(second.send(TestServer.get("/")).read().status()).isEqualTo(200);
            assertThat(third.send(TestServer.get("/")).read().status()).isEqualTo(200);
            assertThat(small.client().end()).isIn("FIN", "RST");
            assertThat(first.send(TestServer.get("/")).read().status()).isEqualTo(200);
            RawClient refused = small.client().send(TestServer.get("/").repeat(2));
            HttpAnswer answer = refused.read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("urn:effe:error:overloaded");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(refused.end()).isEqualTo("FIN");
            second.close();
            Awaitility.await()
                    .atMost(TestServer.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> small.fetch("/").status() == 200);
        }
    }
}
