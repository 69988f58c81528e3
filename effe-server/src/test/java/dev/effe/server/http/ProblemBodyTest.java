package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.StatusException;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors as clients see them: application/problem+json, and nothing that is not meant for them. */
class ProblemBodyTest {

    private static String json(String type, String title, int status, String detail, String id) {
        return "{\"type\":\"urn:effe:error:" + type + "\",\"title\":\"" + title + "\",\"status\":" + status
                + (detail.isEmpty() ? "" : ",\"detail\":\"" + detail + "\"") + ",\"instance\":\"" + id
                + "\",\"requestId\":\"" + id + "\"}\n";
    }

    private static void check(HttpAnswer answer, String type, String title, int status, String detail) {
        String id = answer.header("X-Request-Id");
        assertThat(answer.text()).isEqualTo(json(type, title, status, detail, id));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.headers()).doesNotContainKeys("Server", "X-Powered-By", "Set-Cookie");
    }

    @Test
    void nothingOfAnExceptionLeaks() throws Exception {
        Logic.Handler failing = (request, response) -> {
            response.header("X-Secret", "secret").status(201);
            throw new IllegalStateException("secret", new RuntimeException("deeper secret"));
        };
        try (TestServer edge = TestServer.serving(failing)) {
            HttpAnswer answer = edge.fetch("/", "X-Request-Id: my-1");
            check(answer, "function-error", "The function failed", 500, "");
            assertThat(answer.header("X-Request-Id")).isEqualTo("my-1");
            assertThat(answer.headers().toString() + answer.text()).doesNotContainIgnoringCase("secret");
        }
        try (TestServer edge = TestServer.serving((request, response) -> {
            throw new StackOverflowError("secret");
        })) {
            check(edge.fetch("/"), "function-error", "The function failed", 500, "");
        }
    }

    @Test
    void aStatusExceptionsTextIsMeantForTheClient() throws Exception {
        Logic.Handler refusing = (request, response) -> {
            String query = request.query("status").orElse("400");
            if (request.query("say").isPresent()) {
                response.header("Allow", "GET").header("Retry-After", "7").header("WWW-Authenticate", "Basic");
                response.header("ETag", "x").header("Content-Length", "3");
            }
            throw new StatusException(
                    Integer.parseInt(query),
                    "a \"quoted\" \\ \n\u00e9\ud83d\ude00\ud800 </script>",
                    new Exception("secret"));
        };
        String detail = "a \\\"quoted\\\" \\\\ \\n\u00e9\ud83d\ude00\\ud800 </script>";
        try (TestServer edge = TestServer.serving(refusing)) {
            HttpAnswer answer = edge.fetch("/");
            check(answer, "status", "Bad Request", 400, detail);
            assertThat(answer.headers()).doesNotContainKey("Retry-After");
            check(edge.fetch("/?status=418"), "status", "", 418, detail);
            assertThat(edge.fetch("/?status=429").header("Retry-After")).isEqualTo("1");
            assertThat(edge.fetch("/?status=503").header("Retry-After")).isEqualTo("1");
            assertThat(edge.fetch("/?status=429&say").header("Retry-After")).isEqualTo("7");
            assertThat(edge.fetch("/?status=405&say").header("Allow")).isEqualTo("GET");
            answer = edge.fetch("/?status=401&say");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic");
            assertThat(answer.headers()).doesNotContainKey("ETag");
        }
    }

    @Test
    void refusalsSayWhy() throws Exception {
        try (TestServer edge = TestServer.serving((request, response) -> {})) {
            HttpAnswer answer = edge.client().send("GET / HTTP/1.1\r\n\r\n").read();
            check(answer, "bad-request", "Bad Request", 400, "The Host header is missing, repeated or malformed.");
            answer = edge.client()
                    .send("TRACE / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\n\r\n")
                    .read();
            check(answer, "method-not-allowed", "Method Not Allowed", 405, "This method is not served.");
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            RawClient head = edge.client().send("HEAD / HTTP/1.1\r\nHost: a b\r\n\r\n");
            answer = head.read("HEAD");
            assertThat(answer.header("Content-Length")).isNotEqualTo("0");
            assertThat(head.end()).isEqualTo("FIN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a", "/\u00e9", "/%", "/ x", "/ HTTP/2.0", "/\n"})
    void aMalformedHeadGetsNoBodyEither(String target) throws Exception {
        try (TestServer edge = TestServer.serving((request, response) -> {})) {
            for (String before : List.of("", TestServer.get("/"), "\r\n")) {
                RawClient client = edge.client().send(before + "HEAD " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                if (before.startsWith("GET")) {
                    assertThat(client.read().status()).isEqualTo(200);
                }
                assertThat(client.read("HEAD").status()).isIn(400, 505);
                assertThat(client.end()).isEqualTo("FIN");
            }
        }
    }

    @Test
    void overloadSaysWhenToComeBack() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Logic.Handler busy = (request, response) -> {
            running.countDown();
            over.await();
        };
        try (TestServer edge = TestServer.serving(busy, "max-contexts", "1", "max-queue", "0")) {
            RawClient first = edge.client().send(TestServer.get("/"));
            running.await();
            RawClient second = edge.client().send(TestServer.get("/").repeat(2));
            for (int i = 0; i < 2; i++) {
                HttpAnswer answer = second.read();
                check(answer, "overloaded", "The server is at capacity", 503, "");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
            over.countDown();
            assertThat(first.read().status()).isEqualTo(200);
        }
    }

    @Test
    void theServersOwnPagesSayWhatTheyAre() throws Exception {
        try (TestServer edge = TestServer.serving((request, response) -> response.text("function"))) {
            RawClient client = edge.client();
            assertThat(client.send(TestServer.get("/_effe/livez")).read().text())
                    .isEqualTo("ok\n");
            assertThat(client.send(TestServer.get("/_effe/readyz?x")).read().text())
                    .isEqualTo("ok\n");
            assertThat(client.send(TestServer.request("HEAD", "/_effe/livez"))
                            .read("HEAD")
                            .status())
                    .isEqualTo(200);
            HttpAnswer answer =
                    client.send(TestServer.post("/_effe/livez", "x")).read();
            check(answer, "status", "Method Not Allowed", 405, "This page can only be read");
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
            assertThat(client.send(TestServer.get("/_effe/nothing")).read().status())
                    .isEqualTo(404);
            assertThat(client.send(TestServer.get("/_effex")).read().text()).isEqualTo("function");
            client.send(TestServer.get("/_effe/livez").repeat(50) + TestServer.get("/f"));
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().text()).isEqualTo("ok\n");
            }
            assertThat(client.read().text()).isEqualTo("function");
        }
    }
}
