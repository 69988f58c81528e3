package dev.effe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.Setup;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.RecordingLogic;
import dev.effe.server.route.PrefixRoute;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with two functions: /stock is the one's, all else the other's. */
class SeveralFunctionsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Routing BY_PREFIX =
            functions -> new PrefixRoute("/stock", functions.get("stock"), functions.get("orders"));

    @TempDir
    Path folder;

    private final List<String> closed = new ArrayList<>();

    private FunctionToServe function(String name, RecordingLogic logic, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("data-dir", folder.toString()));
        LoadedLogic made = LoadedLogic.of(logic);
        LoadedLogic loaded =
                new LoadedLogic(logic, made.loader(), made.contextMayBeNull(), made.origin(), () -> closed.add(name));
        Settings of = Settings.of(all.toArray(String[]::new));
        return new FunctionToServe(name, of.function(), loaded, FunctionConfig.of(Map.of()));
    }

    private Server start(FunctionToServe... functions) throws Exception {
        Settings settings = Settings.of("port", "0", "admin-port", "0", "lambda-port", "0");
        return ServerStart.start(settings, List.of(functions), BY_PREFIX, () -> {});
    }

    private static RecordingLogic saying(String text) {
        return new RecordingLogic((request, response) -> response.text(text));
    }

    private static HttpResponse<String> send(int port, String method, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .build();
        return CLIENT.send(request, BodyHandlers.ofString(UTF_8));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void eachHasItsOwnContextsTimeoutAndMetrics() throws Exception {
        RecordingLogic orders = new RecordingLogic(
                (request, response) -> response.text(request.remaining().toSeconds() >= 60 ? "long" : "short"));
        RecordingLogic stock = new RecordingLogic(
                (request, response) -> response.text(request.remaining().toSeconds() >= 60 ? "long" : "short"));
        try (Server server =
                start(function("orders", orders, "timeout", "2m"), function("stock", stock, "min-contexts", "2"))) {
            assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
            assertThat(send(server.port(), "GET", "/a").body()).isEqualTo("long");
            assertThat(send(server.port(), "GET", "/stock/a").body()).isEqualTo("short");
            assertThat(orders.calls).contains("init", "start 1", "run 1").doesNotContain("start 2");
            assertThat(stock.calls).contains("init", "start 1", "start 2");

            int admin = server.adminPort().orElseThrow();
            assertThat(send(admin, "GET", "/metrics").body().lines())
                    .contains(
                            "effe_contexts_started_total{function=\"orders\"} 1.0",
                            "effe_contexts_started_total{function=\"stock\"} 2.0",
                            "effe_events_pending{function=\"stock\"} 0.0",
                            "effe_invocations_seconds_count{function=\"stock\",outcome=\"succeeded\"} 1");
            JsonNode info = json(send(admin, "GET", "/info")).get("functions");
            assertThat(info.fieldNames()).toIterable().containsExactly("orders", "stock");
        }
        assertThat(orders.calls).endsWith("stop 1", "close");
        assertThat(stock.calls).containsOnlyOnce("close");
    }

    @Test
    void isReadyOnceEachIs() throws Exception {
        RecordingLogic never = new RecordingLogic((request, response) -> {}) {
            @Override
            public Integer start() {
                throw new IllegalStateException("as a test wants it");
            }
        };
        try (Server server = start(function("orders", saying("a")), function("stock", never))) {
            int admin = server.adminPort().orElseThrow();
            assertThat(send(server.port(), "GET", "/").body()).isEqualTo("a");
            assertThat(send(admin, "GET", "/readyz").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void theInvokeApiKnowsThemByName() throws Exception {
        try (Server server = start(function("orders", saying("a")), function("stock", saying("b")))) {
            int lambda = server.lambdaPort().orElseThrow();
            String functions = "/2015-03-31/functions";
            assertThat(send(lambda, "POST", functions + "/orders/invocations").body())
                    .contains("a");
            assertThat(send(lambda, "POST", functions + "/stock/invocations").body())
                    .contains("b");
            assertThat(send(lambda, "POST", functions + "/function/invocations").statusCode())
                    .isEqualTo(404);
            assertThat(json(send(lambda, "GET", functions)).findValuesAsText("FunctionName"))
                    .containsExactly("orders", "stock");
            assertThat(json(send(lambda, "GET", functions + "/stock/configuration"))
                            .get("FunctionName")
                            .asText())
                    .isEqualTo("stock");
        }
    }

    @Test
    void eventsAreAskedForByFunction() throws Exception {
        try (Server server = start(function("orders", saying("a")), function("stock", saying("b")))) {
            int admin = server.adminPort().orElseThrow();
            assertThat(send(admin, "GET", "/events").statusCode()).isEqualTo(400);
            assertThat(send(admin, "GET", "/events?function=mail").statusCode()).isEqualTo(404);
            assertThat(json(send(admin, "GET", "/events?function=stock"))
                            .get("pending")
                            .asInt())
                    .isZero();
        }
    }

    /** An Error too: a start that fails leaves no port, no thread and no open jar. */
    @Test
    void aStartThatFailsLeavesNothingBehind() throws Exception {
        RecordingLogic orders = saying("a");
        RecordingLogic broken = new RecordingLogic((request, response) -> {}) {
            @Override
            public void init(Setup setup) {
                throw new StackOverflowError("as a test wants it");
            }
        };
        assertThatThrownBy(() -> start(function("orders", orders), function("stock", broken)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("StackOverflowError");
        assertThat(orders.calls).containsExactly("init", "close");
        assertThat(broken.calls).isEmpty();
        assertThat(closed).containsExactlyInAnyOrder("orders", "stock");

        try (Server taken = start(function("orders", saying("a")), function("stock", saying("b")))) {
            Settings settings = Settings.of("port", Integer.toString(taken.port()), "admin-port", "0");
            RecordingLogic third = saying("c");
            assertThatThrownBy(() -> ServerStart.start(
                            settings, List.of(function("third", third)), Routing.toOne(List.of()), () -> {}))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port");
            assertThat(third.calls).containsExactly("init", "close");
            try (Socket still = new Socket("localhost", taken.port())) {
                assertThat(still.isConnected()).isTrue();
            }
        }
    }
}
