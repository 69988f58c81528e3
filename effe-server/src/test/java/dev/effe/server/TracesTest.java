package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.traces.Timed;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Span;
import dev.effe.StatusException;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.json.Json;
import dev.effe.server.kit.Soon;
import dev.effe.server.topics.GroupName;
import dev.effe.spi.topics.TopicSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that traces: its function orders calls stock and appends to placed, which triggers report. */
class TracesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    @TempDir
    Path folder;

    /** Its context is itself: null is none for a Logic whose class does not say so. */
    private final class Stock implements Logic<Object> {

        @Override
        public Object start() {
            return this;
        }

        @Override
        public void run(Object context, Request request, Response response) {
            seen.add("stock " + request.traceparent().orElse(""));
            response.header("Content-Type", "application/json").text("\"ok\"");
        }
    }

    private static FunctionToServe function(String name, Logic.Handler handler) {
        return function(name, Logic.of(handler));
    }

    private static FunctionToServe function(String name, Logic<?> logic) {
        LoadedLogic loaded = LoadedLogic.of(logic);
        return new FunctionToServe(name, Settings.of("timeout", "5s").function(), loaded, FunctionConfig.of(Map.of()));
    }

    private Server start(String... settings) throws Exception {
        FunctionToServe orders = function("orders", (request, response) -> {
            seen.add("orders " + request.traceparent().orElse(""));
            try (Span span = request.span("charge")) {
                span.set("provider", "acme").set("cents", 42);
                seen.add("charge " + request.traceparent().orElse(""));
                request.functions().call("stock", "tea", String.class);
            }
            request.topics().append("placed", "secret-key", "tea");
            if (request.query("fail").isPresent()) {
                throw new StatusException(500, "as the test wants it");
            }
            response.text("ok");
        });
        FunctionToServe stock = function("stock", new Timed<>(new Stock()));
        FunctionToServe report = function("report", (request, response) -> {
            seen.add("report " + request.traceparent().orElse(""));
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("as the test wants it");
            }
        });
        List<String> all = new ArrayList<>(List.of("port", "0", "admin-port", "0", "drain-delay", "0s"));
        all.addAll(List.of(settings));
        Server server = ServerStart.start(
                Settings.of(all.toArray(String[]::new)),
                List.of(orders, stock, report),
                routes -> routes.get("orders"),
                new ServingLinks(new Calling(Map.of("orders", Set.of("stock")), Map.of()), plan()),
                () -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
        return server;
    }

    private TopicPlan plan() {
        Mention source =
                new Mention("placed", "functions.report.triggers[0].topic", new Place(0, Path.of("effe.yaml"), 1, 1));
        Trigger.OfTopic trigger =
                new Trigger.OfTopic(source, "report", "latest", true, 16, 3, Duration.ofMillis(5), true);
        return new TopicPlan(
                "shop",
                folder,
                Optional.empty(),
                List.of(new TopicSpec("placed", 4, Optional.empty())),
                Map.of("placed", 2048),
                Map.of("orders", Set.of("placed")),
                Map.of("report", List.of(trigger)),
                Map.of(),
                List.of(new GroupName("report", "placed", "report")),
                Map.of("orders", 10, "stock", 10, "report", 10));
    }

    private static HttpResponse<String> get(int port, String target, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .method("GET", BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static List<Map<?, ?>> traces(Server server, String query) throws Exception {
        HttpResponse<String> answer = get(server.adminPort().orElseThrow(), "/traces" + query, "Effe-Admin", "yes");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return maps(((Map<?, ?>) Json.read(answer.body().getBytes(UTF_8))).get("traces"));
    }

    private static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) list).forEach(each -> maps.add((Map<?, ?>) each));
        return maps;
    }

    /** The spans of the only trace, once it has so many. */
    private static List<Map<?, ?>> spans(Server server, int count) throws Exception {
        Soon.await()
                .untilAsserted(() ->
                        assertThat(maps(traces(server, "").get(0).get("spans"))).hasSizeGreaterThanOrEqualTo(count));
        assertThat(traces(server, "")).hasSize(1);
        return maps(traces(server, "").get(0).get("spans"));
    }

    private static Map<?, ?> span(List<Map<?, ?>> spans, String function, String name) {
        List<Map<?, ?>> found = spans.stream()
                .filter(span -> span.get("function").equals(function)
                        && span.get("name").equals(name))
                .toList();
        assertThat(found).as(function + " " + name + " in " + spans).hasSize(1);
        return found.get(0);
    }

    private static Object attribute(Map<?, ?> span, String key) {
        return ((Map<?, ?>) span.get("attributes")).get(key);
    }

    private String seenBy(String who) {
        Soon.await().untilAsserted(() -> assertThat(seen).anyMatch(line -> line.startsWith(who + " ")));
        return seen.stream()
                .filter(line -> line.startsWith(who + " "))
                .findFirst()
                .orElseThrow()
                .substring(who.length() + 1);
    }

    @Test
    void oneTraceHasAllThatARequestHasOthersDo() throws Exception {
        try (Server server = start("traces", "100")) {
            get(server.port(), "/a?secret=1", "traceparent", SAMPLED, "X-Request-Id", "r-1");

            List<Map<?, ?>> spans = spans(server, 10);

            Map<?, ?> orders = span(spans, "orders", "GET");
            assertThat(orders.get("parent")).isEqualTo("b7ad6b7169203331");
            assertThat(orders.get("kind")).isEqualTo("SERVER");
            assertThat(attribute(orders, "url.path")).isEqualTo("/a");
            assertThat(attribute(orders, "http.response.status_code")).isEqualTo(200);
            assertThat(attribute(orders, "faas.invocation_id")).isEqualTo("r-1");
            Map<?, ?> run = span(spans, "orders", "run");
            assertThat(run.get("parent")).isEqualTo(orders.get("id"));
            Map<?, ?> charge = span(spans, "orders", "charge");
            assertThat(charge.get("parent")).isEqualTo(run.get("id"));
            assertThat(charge.get("attributes")).isEqualTo(Map.of("provider", "acme", "cents", 42));
            Map<?, ?> call = span(spans, "orders", "call stock");
            assertThat(call.get("parent")).isEqualTo(charge.get("id"));
            assertThat(call.get("kind")).isEqualTo("CLIENT");
            Map<?, ?> stock = span(spans, "stock", "POST");
            assertThat(stock.get("parent")).isEqualTo(call.get("id"));
            assertThat(span(spans, "stock", "inner").get("parent"))
                    .as("of the Logic around it")
                    .isEqualTo(span(spans, "stock", "run").get("id"));
            Map<?, ?> append = span(spans, "orders", "send placed");
            assertThat(append.get("parent")).isEqualTo(run.get("id"));
            assertThat(append.get("kind")).isEqualTo("PRODUCER");
            Map<?, ?> report = span(spans, "report", "process placed");
            assertThat(report.get("parent")).isEqualTo(append.get("id"));
            assertThat(report.get("kind")).isEqualTo("CONSUMER");
            assertThat(spans).allSatisfy(span -> {
                assertThat((long) span.get("end")).isGreaterThanOrEqualTo((long) span.get("start"));
                assertThat(span.toString()).doesNotContain("secret");
            });
            assertThat(traces(server, "").get(0).get("id")).isEqualTo(TRACE);
            assertThat(seenBy("orders")).isEqualTo("00-" + TRACE + "-" + run.get("id") + "-01");
            assertThat(seenBy("charge")).isEqualTo("00-" + TRACE + "-" + charge.get("id") + "-01");
            assertThat(seenBy("report"))
                    .isEqualTo(
                            "00-" + TRACE + "-" + span(spans, "report", "run").get("id") + "-01");
        }
    }

    @Test
    void attemptsOfAnEventAreSiblingsBelowItsAppend() throws Exception {
        failures.set(2);
        try (Server server = start("traces", "100")) {
            get(server.port(), "/");
            Soon.await().untilAsserted(() -> assertThat(attempts(server)).hasSize(3));

            List<Map<?, ?>> attempts = attempts(server);

            Map<?, ?> append = span(spans(server, 10), "orders", "send placed");
            assertThat(attempts).allMatch(span -> span.get("parent").equals(append.get("id")));
            assertThat(attempts.stream().map(span -> attribute(span, "effe.attempt")))
                    .containsExactly(1, 2, 3);
            assertThat(attempts.stream().map(span -> String.valueOf(span.get("failure"))))
                    .containsExactly("java.lang.IllegalStateException", "java.lang.IllegalStateException", "null");
        }
    }

    private static List<Map<?, ?>> attempts(Server server) throws Exception {
        return maps(traces(server, "").get(0).get("spans")).stream()
                .filter(span -> span.get("name").equals("process placed"))
                .toList();
    }

    @Test
    void theCallerDecidesForItsTraceAndTheSettingForOthers() throws Exception {
        try (Server server = start("traces", "100", "trace-sample", "0")) {
            get(server.port(), "/");
            String root = seenBy("stock");
            assertThat(root).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
            assertThat(seenBy("report")).startsWith(root.substring(0, 36));
            seen.clear();

            get(server.port(), "/", "traceparent", NOT_SAMPLED);
            assertThat(seenBy("stock")).isEqualTo(NOT_SAMPLED);
            assertThat(seenBy("report")).isEqualTo(NOT_SAMPLED);
            assertThat(traces(server, "")).isEmpty();

            get(server.port(), "/", "traceparent", SAMPLED);
            spans(server, 10);
        }
    }

    @Test
    void operatorsAskForTracesByIdFunctionFailureAndTime() throws Exception {
        try (Server server = start("traces", "100")) {
            get(server.port(), "/", "X-Request-Id", "good");
            // Report's context is started: the next trace is longest where it began.
            Soon.await()
                    .untilAsserted(
                            () -> assertThat(traces(server, "?function=report")).hasSize(1));
            get(server.port(), "/?fail", "X-Request-Id", "bad", "traceparent", SAMPLED);

            Soon.await()
                    .untilAsserted(
                            () -> assertThat(traces(server, "?function=report")).hasSize(2));
            assertThat(traces(server, "?failed")).hasSize(1);
            assertThat(traces(server, "?id=" + TRACE).get(0).get("request")).isEqualTo("bad");
            assertThat(traces(server, "?id=good")).hasSize(1);
            assertThat(traces(server, "?slowest&most=1")).hasSize(1);
            assertThat(traces(server, "?since=3600")).hasSize(2);
            assertThat(traces(server, "?function=other")).isEmpty();
            int admin = server.adminPort().orElseThrow();
            assertThat(get(admin, "/traces").statusCode())
                    .as("without Effe-Admin")
                    .isNotEqualTo(200);
            HttpResponse<String> page =
                    get(admin, "/traces?id=bad", "Effe-Admin", "yes", "Accept", "text/html,*/*;q=0.8");
            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(page.body())
                    .contains("<code>" + TRACE + "</code>", "<code>bad</code>", "&emsp;run</td>")
                    .doesNotContain("<script");
            assertThat(get(admin, "/traces?id=gone", "Effe-Admin", "yes", "Accept", "text/html")
                            .body())
                    .contains("There is no such trace (any more)");
            assertThat(get(admin, "/traces?most=x", "Effe-Admin", "yes").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void aServerThatDoesNotTraceHasNoPageAndLeavesTraceparentAsItIs() throws Exception {
        try (Server server = start()) {
            get(server.port(), "/", "traceparent", SAMPLED);

            assertThat(seenBy("charge")).isEqualTo(SAMPLED);
            assertThat(get(server.adminPort().orElseThrow(), "/traces", "Effe-Admin", "yes")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aCollectorWithoutTheJarForItEndsTheStart() {
        assertThatThrownBy(() -> start("otlp-endpoint", "http://127.0.0.1:4318"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("otlp-endpoint needs effe-otel.jar beside effe.jar")
                .hasMessageContaining("--build-arg WITH=otel");
    }
}
