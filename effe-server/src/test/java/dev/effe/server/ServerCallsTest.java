package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of a server that call each other: front calls orders, orders calls stock. */
class ServerCallsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<String, Set<String>> ALLOWED =
            Map.of("front", Set.of("orders"), "orders", Set.of("stock", "mail"));

    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    /** Tells when it is closed. */
    private final class Function implements Logic<String> {
        private final String name;
        private final Logic.Handler handler;

        Function(String name, Logic.Handler handler) {
            this.name = name;
            this.handler = handler;
        }

        @Override
        public String start() {
            return name;
        }

        @Override
        public void run(String context, Request request, Response response) throws Exception {
            handler.handle(request, response);
        }

        @Override
        public void close() {
            stopped.add(name);
        }
    }

    private FunctionToServe function(String name, Logic.Handler handler) {
        Settings settings = Settings.of();
        LoadedLogic loaded = LoadedLogic.of(new Function(name, handler));
        return new FunctionToServe(name, settings.function(), loaded, FunctionConfig.of(Map.of()));
    }

    private static Logic.Handler calling(String callee) {
        return (request, response) -> response.json(request.functions().call(callee, "tea", Object.class));
    }

    private static Server start(Map<String, URI> elsewhere, List<String> settings, FunctionToServe... functions)
            throws Exception {
        List<String> all = new ArrayList<>(List.of("port", "0", "admin-port", "0"));
        all.addAll(settings);
        Routing first = routes -> routes.get(functions[0].name());
        Server server = ServerStart.start(
                Settings.of(all.toArray(String[]::new)),
                List.of(functions),
                first,
                new ServingLinks(new Calling(ALLOWED, elsewhere), null),
                () -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
        return server;
    }

    private static HttpResponse<String> get(int port, String path, String... headers) {
        return getAsync(port, path, headers).join();
    }

    private static CompletableFuture<HttpResponse<String>> getAsync(int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }

    @Test
    void functionsOfAProcessCallEachOther() throws Exception {
        try (Server server = start(
                Map.of(),
                List.of(),
                function("stock", (request, response) -> response.json(request.json(String.class) + "!")),
                function("front", calling("orders")),
                function("orders", calling("stock")))) {
            HttpResponse<String> answer = get(server.port(), "/_effe/call/front/", "Effe-Depth", "1");

            assertThat(answer.body()).isEqualTo("\"tea!\"");
            assertThat(get(server.adminPort().orElseThrow(), "/metrics").body().lines())
                    .contains(
                            "effe_calls_seconds_count{callee=\"orders\",function=\"front\",outcome=\"succeeded\"} 1",
                            "effe_calls_seconds_count{callee=\"stock\",function=\"orders\",outcome=\"succeeded\"} 1");
        }
        assertThat(stopped).containsExactlyInAnyOrder("front", "orders", "stock");
    }

    @Test
    void aCallThatIsNotDeclaredIsAFault() throws Exception {
        List<String> messages = new CopyOnWriteArrayList<>();
        Logic.Handler handler = (request, response) -> {
            for (String other : List.of("stock", "front", "nobody")) {
                try {
                    request.functions().call(other, null, Object.class);
                } catch (IllegalStateException e) {
                    messages.add(e.getMessage());
                }
            }
        };
        try (Server server =
                start(Map.of(), List.of(), function("front", handler), function("stock", (request, response) -> {}))) {
            assertThat(get(server.port(), "/").statusCode()).isEqualTo(200);
        }
        assertThat(messages)
                .containsExactly(
                        "front calls stock: add it to calls in effe.yaml",
                        "front calls front: add it to calls in effe.yaml",
                        "front calls nobody: add it to calls in effe.yaml");
    }

    @Test
    void aServerOfOneFunctionHasNoOthers() throws Exception {
        Logic<?> logic = Logic.of((request, response) -> {
            try {
                request.functions();
            } catch (IllegalStateException e) {
                response.text(e.getMessage());
            }
        });
        try (ServerTester server = ServerTester.start(logic).ready()) {
            assertThat(server.get("/").body()).contains("--app");
            assertThat(server.get("/_effe/call/front/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void functionsOfSeveralProcessesCallEachOtherByTheToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "secret");
        List<String> settings = List.of("call-token-file", token.toString());
        try (Server there = start(
                Map.of(),
                settings,
                function("orders", (request, response) -> response.json(request.json(String.class) + "?")))) {
            URI address = URI.create("http://127.0.0.1:" + there.port());
            try (Server here = start(Map.of("orders", address), settings, function("front", calling("orders")))) {
                assertThat(get(here.port(), "/").body()).isEqualTo("\"tea?\"");
            }
            try (Server stranger = start(Map.of("orders", address), List.of(), function("front", calling("orders")))) {
                assertThat(get(stranger.port(), "/").statusCode()).isEqualTo(502);
            }
            assertThat(get(there.port(), "/_effe/call/orders/", "Effe-Depth", "1")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aTokenThatCannotBeReadEndsTheStart() {
        String missing = folder.resolve("missing").toString();
        assertThatThrownBy(() ->
                        start(Map.of(), List.of("call-token-file", missing), function("front", calling("orders"))))
                .isInstanceOf(StartException.class)
                .hasMessage("call-token-file " + missing + " cannot be used: there is no such file");
    }

    @Test
    void aCallThatIsNestedTooDeeplyIsRefused() throws Exception {
        try (Server server = start(
                Map.of(),
                List.of("loop-limit", "1"),
                function("front", calling("orders")),
                function("orders", calling("stock")),
                function("stock", (request, response) -> response.json("here")))) {
            assertThat(get(server.port(), "/").statusCode()).isEqualTo(508);
        }
        try (Server server = start(
                Map.of(),
                List.of("loop-limit", "2"),
                function("front", calling("orders")),
                function("orders", calling("stock")),
                function("stock", (request, response) -> response.json("here")))) {
            assertThat(get(server.port(), "/").body()).isEqualTo("\"here\"");
        }
    }

    @Test
    void aServerThatStopsServesNestedCallsUntilTheOuterOnesHaveEnded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Logic.Handler slow = (request, response) -> {
            begun.countDown();
            goOn.await();
            response.json(request.functions().call("orders", null, Object.class));
        };
        Server server = start(
                Map.of(),
                List.of(),
                function("stock", (request, response) -> response.json("here")),
                function("orders", calling("stock")),
                function("front", slow));
        CompletableFuture<HttpResponse<String>> answer =
                getAsync(server.port(), "/_effe/call/front/", "Effe-Depth", "1");
        begun.await();
        CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(server::stop);
        goOn.countDown();

        assertThat(answer.join().body()).isEqualTo("\"here\"");
        assertThat(stop.join()).isTrue();
    }

    @Test
    void callersAreStoppedBeforeThoseThatTheyCall() {
        Calling calling = new Calling(ALLOWED, Map.of());
        List<ServedFunction> functions = new ArrayList<>();
        for (String name : List.of("stock", "mail", "orders", "front", "alone")) {
            functions.add(new ServedFunction(name, Settings.of().function(), null, null, null, null));
        }

        assertThat(calling.callersFirst(functions).stream().map(ServedFunction::name))
                .containsExactlyInAnyOrder("stock", "mail", "orders", "front", "alone")
                .containsSubsequence("front", "orders", "stock")
                .containsSubsequence("orders", "mail");
    }
}
