package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.effe.Cookie;
import dev.effe.Logic;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's part of an answer that the function gives whole, rightly or wrongly. */
class ResponseTest {

    private static final Map<String, Logic.Handler> PAGES = new ConcurrentHashMap<>();
    private static TestServer edge;

    @BeforeAll
    static void start() throws Exception {
        edge = TestServer.serving(
                (request, response) -> PAGES.get(request.path()).handle(request, response));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static HttpAnswer answer(Logic.Handler page) throws IOException {
        return answer("GET", page);
    }

    /** The answer, after which the connection must be fit for another request. */
    private static HttpAnswer answer(String method, Logic.Handler page) throws IOException {
        PAGES.put("/page", page);
        PAGES.put("/next", (request, response) -> response.text("next"));
        try (RawClient client = new RawClient(edge.port())) {
            HttpAnswer answer = client.send(TestServer.request(method, "/page")).read(method);
            assertThat(client.send(TestServer.get("/next")).read().text()).isEqualTo("next");
            return answer;
        }
    }

    @Test
    void saysWhatItMust() throws Exception {
        HttpAnswer answer = answer((request, response) -> response.text("h\u00e9"));
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.headers()).containsOnlyKeys("Content-Type", "Date", "X-Request-Id", "Content-Length");
        assertThat(answer.header("Content-Length")).isEqualTo("3");
        ZonedDateTime date = ZonedDateTime.parse(answer.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(Duration.between(date.toInstant(), java.time.Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void isEmptyIfNothingIsGiven() throws Exception {
        HttpAnswer answer = answer((request, response) -> {});
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.header("Content-Type")).isEmpty();
    }

    @Test
    void hasAContentTypeByDefault() throws Exception {
        assertThat(answer((q, r) -> r.text("x")).header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer((q, r) -> r.json(List.of(1))).header("Content-Type")).isEqualTo("application/json");
        assertThat(answer((q, r) -> r.send(new byte[1])).header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer((q, r) -> r.stream().write(1)).header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer((q, r) -> r.header("content-type", "a/b").text("x")).header("Content-Type"))
                .isEqualTo("a/b");
    }

    @Test
    void echoesTheRequestIdOnlyIfItIsWellFormed() throws Exception {
        PAGES.put("/id", (request, response) -> response.text(request.id()));
        for (String good : List.of("a", "A-9._z", "x".repeat(128))) {
            HttpAnswer answer = edge.fetch("/id", "X-Request-Id: " + good);
            assertThat(answer.header("X-Request-Id")).isEqualTo(good).isEqualTo(answer.text());
        }
        for (String bad : List.of("", "a b", "a/b", "a\"", "\u00e9", "x".repeat(129), "<script>", "a;b")) {
            HttpAnswer answer = edge.fetch("/id", "X-Request-Id: " + bad);
            assertThat(answer.header("X-Request-Id"))
                    .isEqualTo(answer.text())
                    .isNotEqualTo(bad)
                    .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
        assertThat(edge.fetch("/id").text()).isNotEqualTo(edge.fetch("/id").text());
    }

    @Test
    void takesATraceparentOnlyIfThereIsOne() throws Exception {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        PAGES.put(
                "/trace",
                (request, response) -> response.text(request.traceparent().orElse("none")));
        assertThat(edge.fetch("/trace", "Traceparent: " + parent).text()).isEqualTo(parent);
        assertThat(edge.fetch("/trace", "traceparent: " + parent, "traceparent: " + parent)
                        .text())
                .isEqualTo("none");
        assertThat(edge.fetch("/trace").text()).isEqualTo("none");
    }

    @Test
    void keepsSeveralHeadersOfAName() throws Exception {
        HttpAnswer answer = answer((request, response) -> response.header("X-A", "0")
                .header("x-a", "1")
                .addHeader("X-A", "2")
                .addHeader("X-Empty", "")
                .addHeader("X-Latin", "h\u00e9\t~")
                .cookie(Cookie.of("a", "b"))
                .cookie(Cookie.of("c", "d").lasting(Duration.ofSeconds(5)).overHttpsOnly())
                .text("x"));
        assertThat(answer.headers().get("X-A")).containsExactly("1", "2");
        assertThat(answer.header("X-Empty")).isEmpty();
        assertThat(answer.header("X-Latin")).isEqualTo("h\u00e9\t~");
        assertThat(answer.headers().get("Set-Cookie"))
                .containsExactly(
                        "a=b; Path=/; HttpOnly; SameSite=Lax",
                        "c=d; Path=/; Max-Age=5; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void theFunctionMaySetDateAndServerButNotTheRequestId() throws Exception {
        HttpAnswer answer = answer((request, response) -> response.header("Date", "then")
                .header("Server", "me")
                .header("X-Request-Id", "mine")
                .text("x"));
        assertThat(answer.header("Date")).isEqualTo("then");
        assertThat(answer.header("Server")).isEqualTo("me");
        assertThat(answer.header("X-Request-Id")).isNotEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "X Y", "X:", "X\r\nSet-Cookie", "X\n", "X\0", "\u00e9", "X\u2028", "(x)", "\u010aX"})
    void anIllegalHeaderNameIs500(String name) throws Exception {
        assertThat(answer((request, response) -> response.header(name, "x").text("never"))
                        .status())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nSet-Cookie: b",
                "a\r\n\r\nHTTP/1.1 200 OK",
                "\r",
                "\n",
                "a\0",
                "\u007f",
                "\u010d\u010a",
                "\u2028"
            })
    void anIllegalHeaderValueIs500AndSplitsNothing(String value) throws Exception {
        for (Logic.Handler page : List.<Logic.Handler>of(
                (q, r) -> r.header("X", value).text("never"),
                (q, r) -> r.addHeader("X", value).text("never"))) {
            HttpAnswer answer = answer(page);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.headers()).doesNotContainKeys("X", "Set-Cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "keep-alive", "Transfer-Encoding", "UPGRADE", "Trailer", "Proxy-Connection"})
    void theServersOwnHeadersAreRefused(String name) throws Exception {
        HttpAnswer answer = answer((q, r) -> r.addHeader(name, "close").text("never"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers()).doesNotContainKey(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "4", "6", "999999999999999999", "-5", "+5", "5, 5", "five", "", "5 ", "99999999999999999999"
            })
    void aWrongContentLengthIs500(String length) throws Exception {
        assertThat(answer((q, r) -> r.header("Content-Length", length).text("hello"))
                        .status())
                .isEqualTo(500);
        assertThat(answer((q, r) -> {
                            r.header("Content-Length", length);
                            r.stream().write("hello".getBytes(StandardCharsets.US_ASCII));
                        })
                        .status())
                .isEqualTo(500);
    }

    @Test
    void twoContentLengthsAre500() throws Exception {
        assertThat(answer((q, r) -> r.header("Content-Length", "5")
                                .addHeader("content-length", "6")
                                .text("hello"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void aRightContentLengthIsFine() throws Exception {
        assertThat(answer((q, r) -> r.header("content-length", "005").text("hello")))
                .satisfies(answer -> assertThat(answer.text()).isEqualTo("hello"))
                .satisfies(answer -> assertThat(answer.header("Content-Length")).isEqualTo("5"));
    }

    @ParameterizedTest
    @CsvSource({"204,''", "304,''", "205,0"})
    void aStatusWithoutABodyHasNone(int status, String length) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            for (Logic.Handler page : List.<Logic.Handler>of(
                    (q, r) -> r.status(status),
                    (q, r) -> r.status(status).text("body"),
                    (q, r) -> r.status(status).send(new byte[100_000]),
                    (q, r) -> r.status(status).stream().write(new byte[10]),
                    (q, r) -> r.status(status).stream().write(new byte[100_000]),
                    (q, r) -> r.status(status).stream().flush())) {
                HttpAnswer answer = answer(method, page);
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("Content-Length")).isEqualTo(length);
                assertThat(answer.headers()).doesNotContainKeys("Transfer-Encoding", "Content-Type");
            }
        }
    }

    @Test
    void headSaysWhatGetWouldSay() throws Exception {
        assertThat(answer("HEAD", (q, r) -> r.text("hello")).header("Content-Length"))
                .isEqualTo("5");
        assertThat(answer("HEAD", (q, r) -> r.send(new byte[100_000])).header("Content-Length"))
                .isEqualTo("100000");
        assertThat(answer("HEAD", (q, r) -> r.header("Content-Length", "7")).header("Content-Length"))
                .isEqualTo("7");
        assertThat(answer("HEAD", (q, r) -> r.stream().write(1)).header("Content-Length"))
                .isEqualTo("1");
        assertThat(answer("HEAD", (q, r) -> r.stream().write(new byte[9000])).header("Transfer-Encoding"))
                .isEqualTo("chunked");
        assertThat(answer("HEAD", (q, r) -> {
                            throw new IllegalStateException();
                        })
                        .status())
                .isEqualTo(500);
        assertThat(answer("GET", (q, r) -> r.status(304).header("Content-Length", "7"))
                        .header("Content-Length"))
                .isEqualTo("7");
    }

    @Test
    void http10IsKeptAliveIfAsked() throws Exception {
        PAGES.put("/page", (request, response) -> response.text("x"));
        try (RawClient client = new RawClient(edge.port())) {
            client.send("GET /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.read().header("Connection")).isEqualTo("keep-alive");
            client.send("GET /page HTTP/1.0\r\n\r\n");
            assertThat(client.read().header("Connection")).isEqualTo("close");
            assertThat(client.end()).isEqualTo("FIN");
        }
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        assertThat(answer((q, r) -> {
                            r.status(201).text("first");
                            throw new IllegalStateException("too late");
                        })
                        .text())
                .isEqualTo("first");
        assertThat(answer((q, r) -> {
                            r.text("first");
                            throw new StatusException(400, "too late");
                        })
                        .text())
                .isEqualTo("first");
        assertThat(answer((q, r) -> {
                            r.text("first");
                            r.text("second");
                        })
                        .text())
                .isEqualTo("first");
        assertThat(answer((q, r) -> {
                            r.text("first");
                            r.header("X", "y");
                        })
                        .headers())
                .doesNotContainKey("X");
    }

    @Test
    void whatIsWrittenTooLateGoesNowhere() throws Exception {
        BlockingQueue<Response> kept = new LinkedBlockingQueue<>();
        PAGES.put("/keep", (request, response) -> {
            kept.add(response);
            response.text("kept");
        });
        PAGES.put("/next", (request, response) -> response.text("next"));
        try (RawClient client = new RawClient(edge.port())) {
            assertThat(client.send(TestServer.get("/keep")).read().text()).isEqualTo("kept");
            Response late = kept.take();
            for (Consumer<Response> write : List.<Consumer<Response>>of(
                    r -> r.text("late"),
                    r -> r.json(1),
                    r -> r.send(new byte[1]),
                    r -> r.status(500),
                    r -> r.header("X", "y"),
                    r -> r.addHeader("X", "y"),
                    Response::stream)) {
                assertThatIllegalStateException().isThrownBy(() -> write.accept(late));
            }
            assertThat(client.send(TestServer.get("/next")).read().text()).isEqualTo("next");
        }
    }

    @Test
    void aRequestMayBeReadAfterReturn() throws Exception {
        BlockingQueue<dev.effe.Request> kept = new LinkedBlockingQueue<>();
        PAGES.put("/keep", (request, response) -> kept.add(request));
        try (RawClient client = new RawClient(edge.port())) {
            for (int i = 0; i < 20; i++) {
                client.send(TestServer.post("/keep?i=" + i, "body " + i, "X-I: " + i))
                        .read();
            }
        }
        for (int i = 0; i < 20; i++) {
            dev.effe.Request request = kept.take();
            assertThat(request.text()).isEqualTo("body " + i);
            assertThat(request.query("i")).contains("" + i);
            assertThat(request.header("x-i")).contains("" + i);
            assertThat(request.stream().readAllBytes()).isEqualTo(request.bytes());
        }
    }

    @Test
    void aFunctionThatAnswersAfterItsDeadlineIsNotHeard() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        BlockingQueue<String> late = new LinkedBlockingQueue<>();
        Logic.Handler slow = (request, response) -> {
            if (request.path().equals("/next")) {
                response.text("next");
                return;
            }
            while (over.getCount() > 0) {
                try {
                    over.await();
                } catch (InterruptedException deadline) {
                    // Goes on regardless.
                }
            }
            try {
                response.header("X", "y").text("late");
                late.add("written");
            } catch (IllegalStateException e) {
                late.add("refused");
            }
        };
        try (TestServer slowEdge = TestServer.serving(slow, "timeout", "1s")) {
            RawClient client = slowEdge.client().send(TestServer.get("/slow"));
            HttpAnswer answer = client.read();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text()).contains("urn:effe:error:timeout");
            over.countDown();
            assertThat(late.poll(60, TimeUnit.SECONDS)).isEqualTo("refused");
            assertThat(client.send(TestServer.get("/next")).read().text()).isEqualTo("next");
        }
    }
}
