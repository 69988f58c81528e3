package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.StatusException;
import dev.effe.server.http.message.Compression;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are compressed, over HTTP/1.1. */
class CompressTest {

    private static final String TEXT = "line of text\n".repeat(1000);
    private static final String GZIP = "Accept-Encoding: gzip";

    private static final Map<String, Logic.Handler> PAGES = new ConcurrentHashMap<>();
    private static TestServer edge;

    @BeforeAll
    static void start() throws Exception {
        edge = TestServer.serving(
                (request, response) -> PAGES.get(request.path()).handle(request, response), "compress", "on");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    private static HttpAnswer answer(String method, Logic.Handler page, String... headers) throws IOException {
        PAGES.put("/page", page);
        PAGES.put("/next", (request, response) -> response.text("next"));
        try (RawClient client = new RawClient(edge.port())) {
            HttpAnswer answer =
                    client.send(TestServer.request(method, "/page", headers)).read(method);
            assertThat(client.send(TestServer.get("/next")).read().text()).isEqualTo("next");
            return answer;
        }
    }

    private static HttpAnswer answer(Logic.Handler page) throws IOException {
        return answer("GET", page, GZIP);
    }

    private static String plain(HttpAnswer answer) throws IOException {
        assertThat(answer.header("Content-Encoding"))
                .as("of %s %s", answer.status(), answer.headers())
                .isEqualTo("gzip");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()));
        return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertPlain(HttpAnswer answer) {
        assertThat(answer.headers()).doesNotContainKey("Content-Encoding");
        assertThat(answer.text()).isEqualTo(TEXT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aWholeAnswerIsCompressedAndHasItsLength() throws Exception {
        HttpAnswer answer = answer((q, r) -> r.text(TEXT));
        assertThat(plain(answer)).isEqualTo(TEXT);
        assertThat(answer.body()).hasSizeLessThan(TEXT.length() / 10);
        assertThat(answer.header("Content-Length")).isEqualTo("" + answer.body().length);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void aHeadHasTheHeadersOfTheGet() throws Exception {
        List<Logic.Handler> pages = List.of(
                (q, r) -> r.header("ETag", "\"1\"").text(TEXT),
                (q, r) -> r.header("Content-Type", "text/html").stream().write(bytes(TEXT)));
        for (Logic.Handler page : pages) {
            Map<String, List<String>> get = answer("GET", page, GZIP).headers();
            Map<String, List<String>> head = answer("HEAD", page, GZIP).headers();
            for (String name : List.of("Content-Encoding", "Vary", "ETag", "Content-Length", "Transfer-Encoding")) {
                assertThat(head.get(name)).as(name).isEqualTo(get.get(name));
            }
        }
    }

    @Test
    void aClientThatDoesNotTakeItGetsItPlainAndCachesAreTold() throws Exception {
        for (String header : List.of("X: y", "Accept-Encoding: br", "Accept-Encoding: gzip;q=0", "Accept-Encoding:")) {
            HttpAnswer answer = answer("GET", (q, r) -> r.text(TEXT), header);
            assertPlain(answer);
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            HttpAnswer streamed = answer(
                    "GET",
                    (q, r) -> r.header("Content-Type", "text/css").stream().write(bytes(TEXT)),
                    header);
            assertPlain(streamed);
            assertThat(streamed.header("Vary")).isEqualTo("Accept-Encoding");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html; charset=utf-8, true",
        "TEXT/CSS, true",
        "application/json, true",
        "application/problem+json, true",
        "image/svg+xml, true",
        "application/javascript;v=1, true",
        "text/event-stream, false",
        "image/png, false",
        "application/octet-stream, false",
        "application/zip, false",
        "texthtml, false"
    })
    void onlyWhatIsTextIsCompressed(String type, boolean compressed) throws Exception {
        HttpAnswer whole = answer((q, r) -> r.header("Content-Type", type).send(bytes(TEXT)));
        HttpAnswer streamed =
                answer((q, r) -> r.header("Content-Type", type).stream().write(bytes(TEXT)));
        for (HttpAnswer answer : List.of(whole, streamed)) {
            assertThat(answer.header("Content-Encoding")).isEqualTo(compressed ? "gzip" : "");
            assertThat(answer.header("Vary")).isEqualTo(compressed ? "Accept-Encoding" : "");
        }
    }

    @Test
    void aSmallOneIsLeftUnlessThePlainOneIsRefused() throws Exception {
        String small = "x".repeat(Compression.LEAST_BYTES - 1);
        assertThat(answer((q, r) -> r.text(small)).text()).isEqualTo(small);
        assertThat(answer((q, r) ->
                                r.header("Content-Type", "text/css").stream().write(bytes(small)))
                        .text())
                .isEqualTo(small);
        assertThat(plain(answer((q, r) -> r.text(small + "x")))).isEqualTo(small + "x");
        assertThat(plain(answer("GET", (q, r) -> r.text("a"), "Accept-Encoding: gzip, identity;q=0")))
                .isEqualTo("a");
        assertThat(answer((q, r) -> {}).headers()).doesNotContainKeys("Content-Encoding", "Vary");
    }

    @Test
    void oneThatDoesNotShrinkIsLeft() throws Exception {
        StringBuilder random = new StringBuilder();
        new java.util.Random(5).ints(2000, 0, 256).forEach(c -> random.append((char) c));
        byte[] body = random.toString().getBytes(StandardCharsets.ISO_8859_1);
        HttpAnswer answer =
                answer((q, r) -> r.header("Content-Type", "text/plain").send(body));
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Content-Length")).isEqualTo("" + body.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Encoding | br",
                "Content-Encoding | identity",
                "Content-Range | bytes 0-12999/20000",
                "Cache-Control | max-age=1, No-Transform",
                "Digest | sha-256=abc",
                "Repr-Digest | sha-256=:abc:",
                "Content-MD5 | abc"
            })
    void whatIsNotToBeChangedIsNot(String name, String value) throws Exception {
        HttpAnswer whole = answer((q, r) -> r.header(name, value).text(TEXT));
        HttpAnswer streamed = answer((q, r) -> r.header(name, value).header("Content-Type", "text/css").stream()
                .write(bytes(TEXT)));
        for (HttpAnswer answer : List.of(whole, streamed)) {
            assertThat(answer.text()).isEqualTo(TEXT);
            assertThat(answer.header(name)).isEqualTo(value);
            assertThat(answer.headers()).doesNotContainKey("Vary");
        }
    }

    @Test
    void aPartIsLeft() throws Exception {
        assertPlain(answer((q, r) -> r.status(206).text(TEXT)));
    }

    @Test
    void aTagBecomesWeak() throws Exception {
        HttpAnswer answer = answer((q, r) -> r.header("ETag", "\"1\"")
                .header("Accept-Ranges", "bytes")
                .header("Vary", "Origin")
                .text(TEXT));
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(answer.headers()).doesNotContainKey("Accept-Ranges");
        assertThat(answer.headers().get("Vary")).containsExactly("Origin", "Accept-Encoding");
        assertThat(answer((q, r) -> r.header("ETag", "W/\"1\"").text(TEXT)).header("ETag"))
                .isEqualTo("W/\"1\"");
        assertThat(answer("GET", (q, r) -> r.header("ETag", "\"1\"").text(TEXT)).header("ETag"))
                .as("of the plain one")
                .isEqualTo("\"1\"");
        assertThat(answer((q, r) -> r.status(304).header("ETag", "\"1\"")).header("Vary"))
                .isEqualTo("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "accept-encoding", "Origin, Accept-Encoding"})
    void varyIsNotSaidTwice(String vary) throws Exception {
        assertThat(answer((q, r) -> r.header("Vary", vary).text(TEXT)).header("Vary"))
                .isEqualTo(vary);
    }

    @Test
    void theLengthThatTheFunctionSetsIsThatOfThePlainBody() throws Exception {
        assertThat(plain(answer(
                        (q, r) -> r.header("Content-Length", "" + TEXT.length()).text(TEXT))))
                .isEqualTo(TEXT);
        assertThat(answer((q, r) -> r.header("Content-Length", "5").text(TEXT)).status())
                .isEqualTo(500);
        HttpAnswer streamed = answer(
                (q, r) -> r.header("Content-Type", "text/css").header("Content-Length", "" + TEXT.length()).stream()
                        .write(bytes(TEXT)));
        assertThat(streamed.text()).isEqualTo(TEXT);
        assertThat(streamed.header("Content-Length")).isEqualTo("" + TEXT.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 8192, 8193, 100_000, 3_000_000})
    void aStreamIsCompressedWhetherOrNotItIsClosed(int size) throws Exception {
        String text = TEXT.repeat(size / TEXT.length() + 1).substring(0, size);
        byte[] body = bytes(text);
        for (boolean closes : new boolean[] {true, false}) {
            HttpAnswer answer = answer((q, r) -> {
                OutputStream out = r.header("Content-Type", "text/csv").stream();
                for (int from = 0; from < size; from += 1000) {
                    out.write(body, from, Math.min(1000, size - from));
                }
                if (closes) {
                    out.close();
                }
            });
            assertThat(plain(answer)).isEqualTo(text);
            assertThat(answer.header(size <= 8192 ? "Content-Length" : "Transfer-Encoding"))
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsFlushedCanBeReadAtOnce() throws Exception {
        CountDownLatch read = new CountDownLatch(2);
        PAGES.put("/page", (q, r) -> {
            OutputStream out = r.header("Content-Type", "application/x-ndjson").stream();
            out.flush();
            out.flush();
            for (String line : List.of("{\"a\":1}\n", "{\"a\":2}\n")) {
                out.write(bytes(line));
                out.flush();
            }
            read.await();
        });
        RawClient client = edge.client().send(TestServer.request("GET", "/page", GZIP));
        assertThat(client.head()).contains("Content-Encoding: gzip\n");
        Inflater inflater = new Inflater(true);
        StringBuilder lines = new StringBuilder();
        boolean head = true;
        while (lines.length() < 16) {
            byte[] chunk = client.chunk();
            inflater.setInput(chunk, head ? 10 : 0, chunk.length - (head ? 10 : 0));
            head = false;
            byte[] out = new byte[100];
            lines.append(new String(out, 0, inflater.inflate(out), StandardCharsets.UTF_8));
        }
        assertThat(lines).hasToString("{\"a\":1}\n{\"a\":2}\n");
        read.countDown();
        read.countDown();
        inflater.end();
    }

    @Test
    void aFailureIsNeverAnEnd() throws Exception {
        assertThat(answer((q, r) -> {
                            r.header("Content-Type", "text/css").stream().write(bytes("abc"));
                            throw new StatusException(409, "no");
                        })
                        .status())
                .isEqualTo(409);
        CountDownLatch headRead = new CountDownLatch(1);
        PAGES.put("/page", (q, r) -> {
            OutputStream out = r.header("Content-Type", "text/css").stream();
            out.write(bytes(TEXT));
            out.flush();
            headRead.await(); // Until then it can still become a whole answer.
            throw new IOException("meant by the test");
        });
        RawClient client = edge.client().send(TestServer.request("GET", "/page", GZIP));
        assertThat(client.head()).contains("Content-Encoding: gzip\n");
        headRead.countDown();
        assertThat(client.end()).doesNotContain("\r\n0\r\n");
    }

    @Test
    void errorsOfTheFunctionAreCompressedAsAnyAnswer() throws Exception {
        HttpAnswer answer = answer((q, r) -> r.status(404).text(TEXT));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(plain(answer)).isEqualTo(TEXT);
    }

    @Test
    void whatTheServerSaysItselfIsNot() throws Exception {
        assertThat(edge.fetch("/_effe/livez", GZIP).headers()).doesNotContainKeys("Content-Encoding", "Vary");
    }

    @Test
    void offNothingIsChanged() throws Exception {
        try (TestServer off = TestServer.serving((q, r) -> r.text(TEXT))) {
            HttpAnswer answer = off.fetch("/", GZIP);
            assertPlain(answer);
            assertThat(answer.headers()).doesNotContainKey("Vary");
        }
    }

    /** Each stream takes 300 KB outside of the heap while it is compressed. */
    @Test
    void thereIsMemoryForSomeOnly() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Logic.Handler page = (q, r) -> {
            OutputStream out = r.header("Content-Type", "text/css").stream();
            out.write(bytes(TEXT));
            out.flush();
            if (q.path().equals("/wait")) {
                mayEnd.await();
            }
        };
        try (TestServer tight = TestServer.serving(page, "compress", "on", "max-memory", "1MiB", "max-body", "1KiB")) {
            int plain = 0;
            for (int i = 0; i < 8; i++) {
                String head = tight.client()
                        .send(TestServer.request("GET", "/wait", GZIP))
                        .head();
                plain += head.contains("Content-Encoding: gzip\n") ? 0 : 1;
            }
            assertThat(plain).isBetween(4, 7);
            mayEnd.countDown();
            HttpAnswer last = null;
            for (int i = 0;
                    i < 1000 && (last == null || last.header("Content-Encoding").isEmpty());
                    i++) {
                last = tight.fetch("/", GZIP);
            }
            assertThat(plain(last)).as("once the others have ended").isEqualTo(TEXT);
        }
    }
}
