package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.StatusException;
import dev.effe.server.http.TestServer;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's part of an answer that the function gives bit by bit. */
class ResponseStreamTest {

    private static final Map<String, Logic.Handler> PAGES = new ConcurrentHashMap<>();
    /** Released when the client has the head: until then a failure can still become a whole answer. */
    private static final Semaphore HEAD_READ = new Semaphore(0);

    private static TestServer edge;

    @BeforeAll
    static void start() throws Exception {
        edge = TestServer.serving(
                (request, response) -> PAGES.get(request.path()).handle(request, response),
                "timeout",
                "1s",
                "stream-timeout",
                "1s");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static HttpAnswer answer(Logic.Handler page) throws IOException {
        PAGES.put("/page", page);
        PAGES.put("/next", (request, response) -> response.text("next"));
        try (RawClient client = new RawClient(edge.port())) {
            HttpAnswer answer = client.send(TestServer.get("/page")).read();
            assertThat(client.send(TestServer.get("/next")).read().text()).isEqualTo("next");
            return answer;
        }
    }

    /** The head and what came behind it, up to the end of the connection. */
    private static String untilReset(String request, Logic.Handler page) throws IOException {
        HEAD_READ.drainPermits();
        PAGES.put("/page", page);
        try (RawClient client = new RawClient(edge.port())) {
            client.send(request);
            StringBuilder all = new StringBuilder(client.head());
            HEAD_READ.release();
            try {
                while (true) {
                    all.append((char) client.bytes(1)[0]);
                }
            } catch (java.net.SocketException reset) {
                return all.toString();
            }
        }
    }

    private static byte[] letters(int count) {
        return "x".repeat(count).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8191, 8192})
    void aSmallOneHasItsLength(int size) throws Exception {
        HttpAnswer answer = answer((q, r) -> r.stream().write(letters(size)));
        assertThat(answer.body()).hasSize(size);
        assertThat(answer.header("Content-Length")).isEqualTo("" + size);
    }

    @ParameterizedTest
    @ValueSource(ints = {8193, 65_536, 65_537, 1_000_000})
    void aLargeOneIsChunked(int size) throws Exception {
        HttpAnswer answer = answer((q, r) -> r.stream().write(letters(size)));
        assertThat(answer.body()).isEqualTo(letters(size));
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void manyWritesOfAllSizesArriveInOrder() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            expected.append(i).append("-".repeat(i * 7 % 1000));
        }
        byte[] bytes = expected.toString().getBytes(StandardCharsets.US_ASCII);
        HttpAnswer answer = answer((q, r) -> {
            OutputStream out = r.stream();
            for (int i = 0, n = 1; i < bytes.length; i += n, n = n * 3 % 9973 + 1) {
                n = Math.min(n, bytes.length - i);
                if (n == 1) {
                    out.write(bytes[i]);
                } else {
                    out.write(bytes, i, n);
                }
                if (n % 10 == 0) {
                    out.flush();
                }
            }
            out.close();
            out.close();
        });
        assertThat(answer.body()).isEqualTo(bytes);
    }

    @Test
    void flushSendsAtOnce() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        PAGES.put("/events", (request, response) -> {
            OutputStream out = response.header("Content-Type", "text/event-stream").stream();
            out.flush();
            out.write(letters(5));
            out.flush();
            out.flush();
            assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
            out.write(letters(2));
        });
        try (RawClient client = new RawClient(edge.port())) {
            assertThat(client.send(TestServer.get("/events")).head())
                    .contains("Content-Type: text/event-stream\n", "Transfer-Encoding: chunked\n");
            assertThat(client.chunk()).hasSize(5);
            read.countDown();
            assertThat(client.chunk()).hasSize(2);
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void isOfTheLengthTheFunctionSets() throws Exception {
        for (int size : new int[] {10, 100_000}) {
            HttpAnswer answer = answer((q, r) -> {
                OutputStream out = r.header("Content-Length", "" + size).stream();
                out.flush();
                out.write(letters(size));
            });
            assertThat(answer.header("Content-Length")).isEqualTo("" + size);
            assertThat(answer.headers()).doesNotContainKey("Transfer-Encoding");
            assertThat(answer.body()).hasSize(size);
        }
    }

    @Test
    void moreThanTheFunctionSaidIsA500OrAReset() throws Exception {
        assertThat(answer((q, r) -> r.header("Content-Length", "5").stream().write(letters(20_000)))
                        .status())
                .isEqualTo(500);
        assertThat(untilReset(TestServer.get("/page"), (q, r) -> {
                    OutputStream out = r.header("Content-Length", "5").stream();
                    out.write(letters(4));
                    out.flush();
                    HEAD_READ.acquire();
                    out.write(letters(2));
                }))
                .contains("Content-Length: 5")
                .doesNotContain("xxxxx");
    }

    @Test
    void lessThanTheFunctionSaidIsAReset() throws Exception {
        assertThat(untilReset(TestServer.get("/page"), (q, r) -> {
                    OutputStream out = r.header("Content-Length", "9").stream();
                    out.write(letters(3));
                    out.flush();
                    HEAD_READ.acquire();
                }))
                .startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aFailureBeforeTheHeadIsOutIsA500() throws Exception {
        assertThat(answer((q, r) -> {
                            r.stream().write(letters(100));
                            throw new IOException("secret");
                        })
                        .status())
                .isEqualTo(500);
        assertThat(answer((q, r) -> {
                            r.stream().write(letters(100));
                            throw new StatusException(409, "no");
                        })
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aFailureAfterIsAResetAndNeverTheLastChunk() throws Exception {
        assertThat(untilReset(TestServer.get("/page"), (q, r) -> {
                    OutputStream out = r.stream();
                    out.write(letters(9000));
                    out.flush();
                    HEAD_READ.acquire();
                    throw new IOException("secret");
                }))
                .contains("chunked")
                .doesNotContain("\r\n0\r\n", "secret");
        assertThat(untilReset("GET /page HTTP/1.0\r\n\r\n", (q, r) -> {
                    r.stream().write(letters(9000));
                    HEAD_READ.acquire();
                    throw new StatusException(400, "secret");
                }))
                .doesNotContain("chunked", "secret");
    }

    /** As a try with resources does on the way out of a failure. */
    @Test
    void aFailureAfterCloseIsAFailure() throws Exception {
        assertThat(answer((q, r) -> {
                            OutputStream out = r.stream();
                            out.write(letters(10));
                            out.close();
                            throw new IOException("secret");
                        })
                        .status())
                .isEqualTo(500);
        assertThat(untilReset("GET /page HTTP/1.1\r\nHost: a\r\n\r\n", (q, r) -> {
                    OutputStream out = r.stream();
                    out.write(letters(100_000));
                    HEAD_READ.acquire();
                    out.close();
                    throw new IOException("secret");
                }))
                .doesNotContain("\r\n0\r\n", "secret");
    }

    @Test
    void http10GetsItUntilTheConnectionCloses() throws Exception {
        PAGES.put("/page", (request, response) -> response.stream().write(letters(100_000)));
        try (RawClient client = new RawClient(edge.port())) {
            HttpAnswer answer = client.send("GET /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertThat(answer.headers()).doesNotContainKeys("Transfer-Encoding", "Content-Length");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.body()).hasSize(100_000);
        }
    }

    @Test
    void theDeadlineCutsItByAReset() throws Exception {
        BlockingQueue<String> late = new LinkedBlockingQueue<>();
        String all = untilReset(TestServer.get("/page"), (q, r) -> {
            OutputStream out = r.stream();
            try {
                while (true) {
                    out.write(letters(100));
                    out.flush();
                    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
            } catch (IllegalStateException e) {
                late.add("refused");
                throw e;
            }
        });
        assertThat(all).doesNotContain("\r\n0\r\n");
        assertThat(late.poll(60, TimeUnit.SECONDS)).isEqualTo("refused");
    }

    @Test
    void pipelinedAnswersFollowItIntact() throws Exception {
        PAGES.put("/big", (request, response) -> response.stream().write(letters(300_000)));
        PAGES.put("/next", (request, response) -> response.text("next"));
        try (RawClient client = new RawClient(edge.port())) {
            client.send((TestServer.get("/big") + TestServer.get("/next")).repeat(3));
            for (int i = 0; i < 3; i++) {
                assertThat(client.read().body()).hasSize(300_000);
                assertThat(client.read().text()).isEqualTo("next");
            }
        }
    }

    @Test
    void itsWriterSeesThatItIsClosed() throws Exception {
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        answer((q, r) -> {
            OutputStream out = r.stream();
            out.write(1);
            out.close();
            try {
                out.write(1);
            } catch (IOException e) {
                seen.add(e.getMessage());
            }
            try {
                r.stream();
            } catch (IllegalStateException e) {
                seen.add("answered");
            }
        });
        assertThat(seen).containsExactly("The stream is closed", "answered");
    }
}
