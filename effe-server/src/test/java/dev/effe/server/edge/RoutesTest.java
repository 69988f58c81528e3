package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.kit.Http2Client;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.kit.RouteSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests reach a function with routes, over both protocols, and what the others are answered. */
@Timeout(60)
class RoutesTest {

    /** A request of the table and its answer. */
    record Row(String method, String target, int status, String shown) {

        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    /** The answer that came back. */
    private record Answer(int status, Map<String, String> headers, String body) {}

    private static final List<List<String>> LINES = RouteSamples.table();
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static EdgeServer server;

    private static Stream<Row> rows() {
        return LINES.stream()
                .filter(line -> line.size() == 4)
                .map(line -> new Row(line.get(0), line.get(1), Integer.parseInt(line.get(2)), line.get(3)));
    }

    /** HTTP/2 has no absolute form. */
    private static Stream<Row> paths() {
        return rows().filter(row -> row.target.startsWith("/"));
    }

    private static String routes() {
        return String.join(
                ",",
                LINES.stream()
                        .filter(line -> line.size() == 2)
                        .map(line -> line.get(1))
                        .toList());
    }

    private static void show(Request request, Response response) {
        CALLS.incrementAndGet();
        response.header("Route", request.route().orElse("none"));
        response.text(request.route().orElse("none") + " " + request.pathParameters());
    }

    @BeforeAll
    static void start() throws Exception {
        server = new EdgeServer(Logic.of(RoutesTest::show), "route", routes());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer http1(int port, String method, String target, String... headers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            HttpAnswer answer = client.send(head + "\r\n").read(method);
            Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            answer.headers().forEach((name, values) -> fields.put(name, values.get(0)));
            return new Answer(answer.status(), fields, new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private static Answer http2(String method, String target) throws IOException {
        try (Http2Client client = new Http2Client(server.connect()).greet()) {
            int stream = client.newStream();
            client.headers(stream, true, Http2Client.request(method, target));
            client.flush();
            Http2Client.Answer answer = client.answer(stream);
            return new Answer(answer.status, answer.headers, answer.text());
        }
    }

    private static void check(Row row, Answer answer, int callsBefore) {
        assertThat(answer.status).isEqualTo(row.status);
        assertThat(CALLS.get() - callsBefore).isEqualTo(row.status == 200 ? 1 : 0);
        if (row.status == 200) {
            assertThat(answer.body).isEqualTo(row.shown);
            assertThat(answer.headers.getOrDefault("allow", "")).isEmpty();
        } else if (row.status == 404) {
            assertThat(answer.body).contains("\"detail\":\"" + row.shown + "\"");
        } else {
            assertThat(answer.headers.get("allow")).isEqualTo(row.shown);
        }
        if (row.status == 405) {
            assertThat(answer.body).contains("\"detail\":\"This path is served for " + row.shown + "\"");
        }
        if (row.status == 204) {
            assertThat(answer.body).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answersOverHttp1(Row row) throws Exception {
        int before = CALLS.get();

        check(row, http1(server.port(), row.method, row.target), before);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void answersTheSameOverHttp2(Row row) throws Exception {
        int before = CALLS.get();

        check(row, http2(row.method, row.target), before);
    }

    @Test
    void aHeadHasTheRouteOfGetUnlessItHasOne() throws Exception {
        assertThat(http1(server.port(), "HEAD", "/orders/7").headers.get("Route"))
                .isEqualTo("GET /orders/{id}");
        assertThat(http1(server.port(), "HEAD", "/files/head/info").headers.get("Route"))
                .isEqualTo("HEAD /files/head/info");
        assertThat(http2("HEAD", "/files/a/info").headers.get("route")).isEqualTo("GET /files/{name}/info");
    }

    @Test
    void theWholeServersOptionsAreTheFunctionsAsWithoutRoutes() throws Exception {
        assertThat(http1(server.port(), "OPTIONS", "*").body).isEqualTo("none {}");
    }

    @Test
    void healthComesFirst() throws Exception {
        assertThat(http1(server.port(), "GET", "/_effe/livez").body).isEqualTo("ok\n");
        assertThat(http1(server.port(), "GET", "/_effe/other").status).isEqualTo(404);
    }

    @Test
    void refusesABadEscapeBeforeAllRoutes() throws Exception {
        assertThat(http1(server.port(), "GET", "/orders/%zz").status).isEqualTo(400);
    }

    @Test
    void preflightsAreAnsweredBeforeRoutesAndErrorsCanBeRead() throws Exception {
        try (EdgeServer cors = new EdgeServer(
                Logic.of(RoutesTest::show),
                "route",
                "GET /a",
                "cors-allow-origins",
                "https://a.example",
                "cors-allow-methods",
                "*")) {
            int before = CALLS.get();
            Answer preflight = http1(
                    cors.port(),
                    "OPTIONS",
                    "/a",
                    "Origin",
                    "https://a.example",
                    "Access-Control-Request-Method",
                    "PUT");
            Answer missing = http1(cors.port(), "GET", "/b", "Origin", "https://a.example");
            Answer options = http1(cors.port(), "OPTIONS", "/a", "Origin", "https://a.example");

            assertThat(preflight.status).isEqualTo(200);
            assertThat(preflight.headers).containsEntry("Access-Control-Allow-Methods", "PUT");
            assertThat(missing.status).isEqualTo(404);
            assertThat(missing.headers).containsEntry("Access-Control-Allow-Origin", "https://a.example");
            assertThat(options.status).isEqualTo(204);
            assertThat(options.headers).containsEntry("Allow", "GET, HEAD, OPTIONS");
            assertThat(CALLS).hasValue(before);
        }
    }

    @Test
    void aFunctionWithoutRoutesHasAllRequests() throws Exception {
        try (EdgeServer all = new EdgeServer(Logic.of(RoutesTest::show))) {
            assertThat(http1(all.port(), "OPTIONS", "/a//..").body).isEqualTo("none {}");
        }
    }
}
