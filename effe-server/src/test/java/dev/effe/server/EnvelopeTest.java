package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Args;
import dev.effe.ArgsLogic;
import dev.effe.Invocation;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of a server with {@code envelope on}. */
class EnvelopeTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private final List<ServerTester> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(ServerTester::close);
    }

    private ServerTester start(Logic<?> logic, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("envelope", "on"));
        all.addAll(List.of(settings));
        ServerTester server = ServerTester.start(logic, all.toArray(String[]::new));
        servers.add(server);
        return server.ready();
    }

    private HttpResponse<String> get(Logic.Handler handler, String... settings) throws Exception {
        return start(Logic.of(handler), settings).get("/");
    }

    private static void assertEnveloped(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void jsonIsEmbeddedAsItIs() throws Exception {
        assertEnveloped(get((request, response) -> response.json(Map.of("a", 1))), 200, "{\"data\":{\"a\":1}}");
        assertEnveloped(get((request, response) -> response.status(201).json(List.of())), 201, "{\"data\":[]}");
        Logic.Handler written = (request, response) -> response.header("Content-Type", "application/hal+json; a=b")
                .header("Content-Length", "2")
                .send("{}".getBytes(StandardCharsets.UTF_8));
        assertEnveloped(get(written), 200, "{\"data\":{}}");
        assertEnveloped(get((request, response) -> response.status(404).json("no")), 404, "{\"data\":\"no\"}");
    }

    @Test
    void textIsAString() throws Exception {
        assertEnveloped(get((request, response) -> response.text("a\"\n\u00e4")), 200, "{\"data\":\"a\\\"\\n\u00e4\"}");
        Logic.Handler latin = (request, response) -> response.header("Content-Type", "text/plain; charset=iso-8859-1")
                .send("\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertEnveloped(get(latin), 200, "{\"data\":\"\u00e4\"}");
    }

    @Test
    void nothingIsAnEmptyObject() throws Exception {
        assertEnveloped(get((request, response) -> response.json(null)), 200, "{}");
        assertEnveloped(get((request, response) -> {}), 200, "{}");
        assertEnveloped(get((request, response) -> response.status(204)), 200, "{}");
        assertEnveloped(get((request, response) -> response.status(202)), 202, "{}");
    }

    /** A function of arguments. */
    private static final class Sum implements ArgsLogic<@Nullable Void> {
        @Override
        public @Nullable Void start() {
            return null;
        }

        @Override
        public @Nullable Object handle(@Nullable Void context, Args args, Invocation call) {
            return args.number("a").isEmpty() ? null : args.number("a").getAsLong() + 1;
        }
    }

    @Test
    void aFunctionOfArgumentsNeedsNothingElse() throws Exception {
        ServerTester server = start(new Sum());
        assertEnveloped(server.get("/?a=6"), 200, "{\"data\":7}");
        assertEnveloped(server.get("/"), 200, "{}");
        assertEnveloped(server.get("/?a=x"), 400, "{\"error\":\"a must be a whole number\"}");
    }

    @Test
    void otherMediaTypesStreamsAndRedirectsAreLeftAsTheyAre() throws Exception {
        HttpResponse<String> html = get((request, response) ->
                response.header("Content-Type", "text/html").text("<p>"));
        assertThat(html.body()).isEqualTo("<p>");
        assertThat(html.headers().allValues("Content-Type")).containsExactly("text/html");
        assertThat(get((request, response) -> response.send(new byte[] {'x'})).body())
                .isEqualTo("x");
        HttpResponse<String> redirect =
                get((request, response) -> response.status(302).header("Location", "/a"));
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.body()).isEmpty();
        HttpResponse<String> stream = get((request, response) -> {
            try (OutputStream out = response.header("Content-Type", "application/json").stream()) {
                out.write('1');
            }
        });
        assertThat(stream.body()).isEqualTo("1");
    }

    @Test
    void aStatusExceptionIsAnErrorWithItsStatus() throws Exception {
        HttpResponse<String> answer = get((request, response) -> {
            response.header("Retry-After", "7");
            throw new StatusException(503, "Not \"now\"");
        });
        assertEnveloped(answer, 503, "{\"error\":\"Not \\\"now\\\"\"}");
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void aFailureTellsNothing() throws Exception {
        Logic.Handler failing = (request, response) -> {
            throw new IllegalStateException("secret");
        };
        assertEnveloped(get(failing), 500, "{\"error\":\"The function failed\"}");
    }

    @Test
    void anAnswerCountsWhateverIsThrownAfterIt() throws Exception {
        Logic.Handler late = (request, response) -> {
            response.json(1);
            throw new IllegalStateException("meant by the test");
        };
        assertEnveloped(get(late), 200, "{\"data\":1}");
    }

    @Test
    void theServersOwnAnswersAreErrorsToo() throws Exception {
        Logic<?> echo = Logic.of((request, response) -> response.text("here"));
        ServerTester routed = start(echo, "route", "GET /a", "max-body", "3");
        assertThat(routed.get("/b").statusCode()).isEqualTo(404);
        assertEnveloped(routed.get("/b"), 404, "{\"error\":\"No route has this path\"}");
        HttpResponse<String> refused = send(routed, "DELETE", "/a", "");
        assertEnveloped(refused, 405, "{\"error\":\"This path is served for GET, HEAD, OPTIONS\"}");
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
        assertEnveloped(send(routed, "POST", "/a", "1234"), 413, "{\"error\":\"Content Too Large\"}");
        assertThat(send(routed, "OPTIONS", "/a", "").statusCode()).isEqualTo(204);
        assertThat(routed.get("/_effe/livez").body()).isEqualTo("ok\n");
    }

    @Test
    void whatIsTooLateOrTooMuchIsAnErrorToo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Logic<?> slow = new Logic<String>() {
            @Override
            public String start() {
                return "";
            }

            @Override
            public void run(String context, Request request, Response response) throws Exception {
                goOn.await();
            }
        };
        ServerTester server = start(slow, "timeout", "1s", "max-contexts", "1", "max-queue", "0");
        var late = server.getAsync("/");
        server.getAdmin("/metrics");
        org.awaitility.Awaitility.await()
                .atMost(ServerTester.PATIENCE)
                .until(() -> server.metric("effe_invocations_running") == 1);

        assertEnveloped(server.get("/"), 503, "{\"error\":\"The server is at capacity\"}");
        assertEnveloped(late.join(), 504, "{\"error\":\"The function did not answer in time\"}");
        goOn.countDown();
    }

    @Test
    void isCompressedAfterIt() throws Exception {
        String text = "a".repeat(5000);
        ServerTester server = start(Logic.of((request, response) -> response.text(text)), "compress", "on");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.server.port()))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"data\":\"" + text + "\"}");
        }
    }

    private static HttpResponse<String> send(ServerTester server, String method, String path, String body)
            throws Exception {
        URI uri = URI.create("http://localhost:" + server.server.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
