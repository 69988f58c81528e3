package dev.effe.server;

import static dev.effe.otel.TestCollector.attributes;
import static dev.effe.otel.TestCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.Span;
import dev.effe.otel.TestCollector;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Soon;
import dev.effe.server.metrics.MetricsPage;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A collector gets the spans of a server whose function orders calls stock. */
class OtlpExportTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private static FunctionToServe function(String name, Logic.Handler handler) {
        return new FunctionToServe(
                name,
                Settings.of("timeout", "5s").function(),
                LoadedLogic.of(Logic.of(handler)),
                FunctionConfig.of(Map.of()));
    }

    private static Server start(TestCollector collector) throws Exception {
        FunctionToServe orders = function("orders", (request, response) -> {
            try (Span span = request.span("charge")) {
                span.set("provider", "acme").set("cents", 42).set("new", true).set("rate", 0.5);
                request.functions().call("stock", "tea", String.class);
            }
            if (request.query("fail").isPresent()) {
                throw new IllegalStateException("secret");
            }
        });
        FunctionToServe stock = function("stock", (request, response) -> response.json("ok"));
        Server server = ServerStart.start(
                Settings.of("port", "0", "admin-port", "0", "drain-delay", "0s", "otlp-endpoint", collector.url()),
                List.of(orders, stock),
                routes -> routes.get("orders"),
                new ServingLinks("shop", new Calling(Map.of("orders", Set.of("stock")), Map.of()), null),
                () -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
        return server;
    }

    private static HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void aCollectorGetsTheTreeOfARequestWithItsAttributes() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Server server = start(collector)) {
            get(server.port(), "/items?secret", "traceparent", "00-" + TRACE + "-" + PARENT + "-01");
            Soon.await()
                    .until(() -> collector.spans().stream()
                            .anyMatch(span -> span.getName().equals("GET")));
            List<String> names = List.of("GET", "charge", "call stock", "POST");
            var request = collector.span("GET");
            var charge = collector.span("charge");
            var call = collector.span("call stock");
            var called = collector.span("POST");

            assertThat(collector.spans().stream().map(span -> hex(span.getTraceId())))
                    .containsOnly(TRACE);
            assertThat(hex(request.getParentSpanId())).isEqualTo(PARENT);
            assertThat(call.getParentSpanId()).isEqualTo(charge.getSpanId());
            assertThat(called.getParentSpanId()).isEqualTo(call.getSpanId());
            assertThat(collector.spans())
                    .filteredOn(span -> span.getName().equals("run"))
                    .extracting(span -> span.getParentSpanId())
                    .containsExactlyInAnyOrder(request.getSpanId(), called.getSpanId());
            assertThat(collector.spans())
                    .filteredOn(span -> span.getSpanId().equals(charge.getParentSpanId()))
                    .extracting(span -> span.getName())
                    .containsExactly("run");
            assertThat(List.of(request.getKind(), charge.getKind(), call.getKind(), called.getKind()))
                    .containsExactly(
                            SpanKind.SPAN_KIND_SERVER,
                            SpanKind.SPAN_KIND_INTERNAL,
                            SpanKind.SPAN_KIND_CLIENT,
                            SpanKind.SPAN_KIND_SERVER);
            assertThat(names).allSatisfy(name -> {
                var span = collector.span(name);
                assertThat(span.getEndTimeUnixNano()).isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
                assertThat(span.getStartTimeUnixNano()).isGreaterThanOrEqualTo(request.getStartTimeUnixNano());
                assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            });
            assertThat(attributes(charge))
                    .isEqualTo(Map.of("provider", "acme", "cents", 42L, "new", true, "rate", 0.5));
            assertThat(attributes(request))
                    .containsEntry("url.path", "/items")
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("http.response.status_code", 200L)
                    .containsEntry("faas.trigger", "http");
            assertThat(collector.resource(request))
                    .containsEntry("service.name", "orders")
                    .containsEntry("service.namespace", "shop")
                    .containsEntry("faas.name", "orders")
                    .containsEntry("telemetry.sdk.name", "effe")
                    .containsEntry("process.pid", ProcessHandle.current().pid());
            assertThat(collector.resource(called)).containsEntry("service.name", "stock");
            assertThat(collector.requests()).allMatch(line -> line.equals("POST /v1/traces null"));
        }
    }

    @Test
    void aFailureIsAStatusWithoutItsMessageAndSpansAreCounted() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Server server = start(collector)) {
            get(server.port(), "/?fail");
            Soon.await()
                    .untilAsserted(() -> assertThat(collector.span("GET").getStatus())
                            .returns(StatusCode.STATUS_CODE_ERROR, status -> status.getCode())
                            .returns("java.lang.IllegalStateException", status -> status.getMessage()));
            assertThat(collector.span("GET").toString()).doesNotContain("secret");

            int admin = server.adminPort().orElseThrow();
            Soon.await()
                    .until(() -> get(admin, "/metrics")
                            .body()
                            .contains("effe_spans_exported_total "
                                    + (double) collector.spans().size() + "\n"));
            String metrics = get(admin, "/metrics").body();
            assertThat(metrics).contains("effe_spans_dropped_total 0.0\n");
            MetricsPage.check("otlp", metrics, name -> name.startsWith("effe_spans_"));
            assertThat(get(admin, "/traces", "Effe-Admin", "yes").statusCode())
                    .as("without traces")
                    .isEqualTo(404);
        }
    }
}
