package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.StatusException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The questions that browsers ask by themselves, and the headers that they need to let scripts of other sites read an
 * answer.
 */
class CorsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String A = "https://a.example";

    private final AtomicInteger calls = new AtomicInteger();

    private ServerTester serving(String... settings) throws StartException {
        return ServerTester.start(
                Logic.of((request, response) -> {
                    calls.incrementAndGet();
                    switch (request.path()) {
                        case "/own" ->
                            response.header("Access-Control-Allow-Origin", "own")
                                    .text("x");
                        case "/refused" -> throw new StatusException(400, "no");
                        default -> response.text("x");
                    }
                }),
                settings);
    }

    private static HttpResponse<String> send(ServerTester tester, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + tester.server.port() + path))
                .timeout(ServerTester.PATIENCE)
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> preflight(ServerTester tester, String origin) throws Exception {
        return send(
                tester,
                "OPTIONS",
                "/a",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "content-type,x-a");
    }

    /** The headers that matter here, by name in lower case. */
    private static Map<String, List<String>> cors(HttpResponse<?> answer) {
        Map<String, List<String>> cors = new TreeMap<>(answer.headers().map());
        cors.keySet().removeIf(name -> !name.startsWith("access-control-") && !name.equals("vary"));
        return cors;
    }

    @Test
    void answersPreflightsOfListedOrigins() throws Exception {
        try (ServerTester tester = serving(
                "cors-allow-origins",
                A + ",http://localhost:3000",
                "cors-allow-methods",
                "PUT,DELETE",
                "cors-allow-headers",
                "Content-Type,X-A",
                "cors-expose-headers",
                "X-B",
                "cors-max-age",
                "2m",
                "cors-allow-credentials",
                "on")) {
            HttpResponse<String> answer = preflight(tester, A);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(cors(answer))
                    .isEqualTo(Map.of(
                            "access-control-allow-origin", List.of(A),
                            "access-control-allow-credentials", List.of("true"),
                            "access-control-allow-methods", List.of("PUT,DELETE"),
                            "access-control-allow-headers", List.of("Content-Type,X-A"),
                            "access-control-max-age", List.of("120"),
                            "vary", List.of("Origin")));
            assertThat(cors(send(tester, "GET", "/", "Origin", A)))
                    .isEqualTo(Map.of(
                            "access-control-allow-origin", List.of(A),
                            "access-control-allow-credentials", List.of("true"),
                            "access-control-expose-headers", List.of("X-B"),
                            "vary", List.of("Origin")));
            assertThat(cors(preflight(tester, "https://a.example.evil"))).isEqualTo(Map.of("vary", List.of("Origin")));
            assertThat(cors(send(tester, "GET", "/", "Origin", "null"))).isEqualTo(Map.of("vary", List.of("Origin")));
            assertThat(cors(send(tester, "GET", "/"))).isEqualTo(Map.of("vary", List.of("Origin")));
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void answersPreflightsOfAnyOrigin() throws Exception {
        try (ServerTester tester =
                serving("cors-allow-origins", "*", "cors-allow-methods", "*", "cors-allow-headers", "*")) {
            assertThat(cors(preflight(tester, A)))
                    .isEqualTo(Map.of(
                            "access-control-allow-origin", List.of("*"),
                            "access-control-allow-methods", List.of("PUT"),
                            "access-control-allow-headers", List.of("content-type,x-a"),
                            "access-control-max-age", List.of("0")));
            assertThat(cors(send(tester, "GET", "/", "Origin", A)))
                    .isEqualTo(Map.of("access-control-allow-origin", List.of("*")));
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void lettingOriginsReadIsNotLettingThemDoMore() throws Exception {
        try (ServerTester tester = serving("cors-allow-origins", A)) {
            assertThat(cors(preflight(tester, A)))
                    .isEqualTo(Map.of(
                            "access-control-allow-origin", List.of(A),
                            "access-control-max-age", List.of("0"),
                            "vary", List.of("Origin")));
        }
    }

    @Test
    void leavesToTheFunctionWhatItSaysItself() throws Exception {
        try (ServerTester tester = serving("cors-allow-origins", A)) {
            assertThat(cors(send(tester, "GET", "/own", "Origin", A)))
                    .containsEntry("access-control-allow-origin", List.of("own"));
        }
    }

    @Test
    void letsScriptsReadWhatAFunctionRefuses() throws Exception {
        try (ServerTester tester = serving("cors-allow-origins", A)) {
            HttpResponse<String> answer = send(tester, "GET", "/refused", "Origin", A);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(cors(answer)).containsEntry("access-control-allow-origin", List.of(A));
        }
    }

    @Test
    void leavesAllOfItToAFunctionIfNothingIsSet() throws Exception {
        try (ServerTester tester = serving()) {
            assertThat(preflight(tester, A).body()).isEqualTo("x");
            assertThat(cors(preflight(tester, A))).isEmpty();
            assertThat(send(tester, "GET", "/favicon.ico").body()).isEqualTo("x");
        }
    }

    @Test
    void keepsPreflightsAndIconsFromHandlers() throws Exception {
        try (ServerTester tester = serving("handler", "a.B", "lambda-api", "off")) {
            HttpResponse<String> answer = preflight(tester, A);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(cors(answer)).isEmpty();
            assertThat(send(tester, "GET", "/favicon.ico").statusCode()).isEqualTo(404);
            assertThat(send(tester, "HEAD", "/favicon.ico").statusCode()).isEqualTo(404);
            assertThat(calls).hasValue(0);

            assertThat(send(tester, "OPTIONS", "/a").body()).isEqualTo("x");
            assertThat(send(tester, "OPTIONS", "/a", "Origin", A).body()).isEqualTo("x");
            assertThat(send(tester, "POST", "/favicon.ico").body()).isEqualTo("x");
            assertThat(send(tester, "GET", "/favicon.ico/").body()).isEqualTo("x");
            assertThat(calls).hasValue(4);
        }
    }

    @Test
    void leavesPreflightsAndIconsToHandlersThatWantThem() throws Exception {
        try (ServerTester tester = serving("handler", "a.B", "lambda-api", "off", "answer-browsers", "off")) {
            assertThat(preflight(tester, A).body()).isEqualTo("x");
            assertThat(send(tester, "GET", "/favicon.ico").body()).isEqualTo("x");
        }
    }
}
