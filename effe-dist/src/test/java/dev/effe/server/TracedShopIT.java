package dev.effe.server;

import static dev.effe.otel.TestCollector.attributes;
import static dev.effe.otel.TestCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.Selling;
import com.acme.shop.Stock;
import com.acme.topics.Booking;
import dev.effe.otel.TestCollector;
import dev.effe.postgres.PostgresServer;
import dev.effe.server.kit.Browser;
import dev.effe.server.kit.Chromium;
import dev.effe.server.kit.PageLook;
import dev.effe.server.kit.Soon;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution as three processes of one application: an order calls stock in another process, and is appended to a
 * topic in PostgreSQL, which triggers report in the third. All of it is one trace, which the client has begun.
 */
@Tag("once")
class TracedShopIT {

    private static final Path EFFE_JAR = Path.of("target/effe/effe.jar").toAbsolutePath();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT_SPAN = "b7ad6b7169203331";
    private static final String ORDER = "orders: POST /orders";
    private static final String STOCK = ORDER + " > run > call stock > stock: GET";
    private static final String REPORT = ORDER + " > run > send placed > report: process placed";
    private static final List<String> WAYS = List.of(
            ORDER,
            ORDER + " > run",
            ORDER + " > run > call stock",
            STOCK,
            STOCK + " > run",
            ORDER + " > run > send placed",
            REPORT,
            REPORT + " > run");

    /** True if the box of a span is seen below that of another, and does not begin before it. */
    private static final String IS_BELOW = """
            (() => {
              const box = name => [...document.querySelectorAll('svg g')]
                .find(g => g.querySelector('title').textContent.startsWith(name + ',')).querySelector('rect')
                .getBoundingClientRect();
              const one = box('%s'), other = box('%s');
              return one.width > 0 && one.top > other.top && one.left >= other.left - 1;
            })()
            """;

    @TempDir
    private Path folder;

    private Path write(TestCollector collector, PostgresServer postgres) throws Exception {
        new FunctionJar().add(Selling.class).add(Stock.class).add(Booking.class).jar(folder.resolve("shop.jar"));
        Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
        return Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders:
                    code: shop.jar
                    logic: com.acme.shop.Selling
                    routes: [POST /orders]
                    calls: [stock]
                    appends: [placed]
                  stock: {code: shop.jar, logic: com.acme.shop.Stock}
                  report:
                    code: shop.jar
                    logic: com.acme.topics.Booking
                    set: {book: "%s"}
                    triggers: [{topic: placed, from: earliest}]
                topics: {placed: {lanes: 4}}
                store: {kind: postgres, url: "%s", user: %s, password-file: password}
                settings: {port: 0, admin-port: 0, traces: 100, otlp-endpoint: "%s"}
                """.formatted(
                        folder.resolve("book.txt"), postgres.url("postgres"), PostgresServer.USER, collector.url()));
    }

    private EffeProcess.Command effe() {
        return EffeProcess.in(folder, EFFE_JAR);
    }

    @Test
    void whatComesOfARequestInThreeProcessesIsOneTrace() throws Exception {
        PostgresServer postgres = PostgresServer.shared();
        try (TestCollector collector = TestCollector.start()) {
            String app = write(collector, postgres).toString();
            try (EffeProcess stock = effe().start("--app", app, "--only", "stock");
                    EffeProcess report = effe().start("--app", app, "--only", "report");
                    EffeProcess orders = effe().environment(
                                    "EFFE_URL_STOCK",
                                    "http://127.0.0.1:" + stock.ready().port())
                            .start("--app", app, "--only", "orders")
                            .ready()) {
                order(orders.port());
                check(collector, Map.of("orders", orders, "stock", stock, "report", report.ready()));
                check(traceOf(orders, stock, report));
                traceOf(List.of("-o", folder.resolve("trace.html").toString()), orders, stock, report);
                checkPage(folder.resolve("trace.html"));
            }
        }
    }

    private static void order(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .header("traceparent", "00-" + TRACE + "-" + CLIENT_SPAN + "-01")
                .POST(BodyPublishers.ofString("1"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
    }

    /** A collector gets each process's part of it. */
    private static void check(TestCollector collector, Map<String, EffeProcess> processes) {
        Soon.await().untilAsserted(() -> assertThat(ways(collector)).containsExactlyInAnyOrderElementsOf(WAYS));
        assertThat(collector.spans()).allSatisfy(span -> {
            Map<String, Object> from = collector.resource(span);
            assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
            assertThat(from.get("service.namespace")).isEqualTo("shop");
            assertThat(from.get("process.pid"))
                    .isEqualTo(processes.get((String) from.get("service.name")).pid());
        });
        assertThat(hex(collector.span("POST /orders").getParentSpanId())).isEqualTo(CLIENT_SPAN);
    }

    /** The names from the request of the client to each span, by the parents that spans name. */
    private static List<String> ways(TestCollector collector) {
        Map<String, Span> byId = collector.spans().stream()
                .collect(Collectors.toMap(span -> hex(span.getSpanId()), Function.identity()));
        return byId.values().stream()
                .filter(span -> isWork(span.getName()))
                .map(span -> way(span, byId, collector))
                .toList();
    }

    private static String way(Span span, Map<String, Span> byId, TestCollector collector) {
        Span parent = byId.get(hex(span.getParentSpanId()));
        String name = attributes(span).containsKey("faas.trigger")
                ? collector.resource(span).get("service.name") + ": " + span.getName()
                : span.getName();
        return parent == null ? name : way(parent, byId, collector) + " > " + name;
    }

    /** False for a wait for a context and its start, which a request may have or not. */
    private static boolean isWork(String name) {
        return !name.equals("queue") && !name.equals("start");
    }

    /** The tree that the tool shows of it, having asked each process. */
    private String traceOf(EffeProcess... processes) {
        return traceOf(List.of(), processes);
    }

    private String traceOf(List<String> options, EffeProcess... processes) {
        List<String> command = new ArrayList<>(List.of("trace", TRACE));
        command.addAll(options);
        for (EffeProcess each : processes) {
            command.addAll(List.of("--admin", "http://127.0.0.1:" + each.adminPort()));
        }
        try (EffeProcess tool = effe().start(command.toArray(String[]::new))) {
            assertThat(tool.exitCode()).as(tool::toString).isZero();
            return tool.output();
        }
    }

    /** A browser draws the boxes of all processes below each other, and loads nothing for it. */
    private void checkPage(Path page) throws Exception {
        Chromium.assumeInstalled();
        try (Browser browser = Browser.open(folder)) {
            for (String scheme : List.of("light", "dark")) {
                browser.look(1600, scheme);
                browser.go(page.toUri());
                browser.picture(Path.of("target/pages/trace-of-processes-" + scheme + ".png"));
                for (String[] pair : new String[][] {
                    {"orders: run", "orders: POST /orders"},
                    {"orders: call stock", "orders: run"},
                    {"stock: GET", "orders: call stock"},
                    {"orders: send placed", "orders: run"},
                    {"report: process placed", "orders: send placed"}
                }) {
                    assertThat(browser.evaluate(IS_BELOW.formatted(pair[0], pair[1]))
                                    .asBoolean())
                            .as("%s below %s", pair[0], pair[1])
                            .isTrue();
                }
                assertThat(PageLook.faint(browser)).isEmpty();
            }
            assertThat(browser.texts("[...document.querySelectorAll('svg text')].map(e => e.textContent)"))
                    .contains("POST /orders");
            assertThat(browser.evaluate("performance.getEntriesByType('resource').length")
                            .asInt())
                    .isZero();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** The processes' parts are one tree. */
    private static void check(String tree) {
        assertThat(tree).startsWith("Trace " + TRACE).contains(" 3 functions");
        List<String> ways = new ArrayList<>();
        List<String> names = new ArrayList<>();
        tree.lines().skip(2).forEach(line -> {
            String label = line.replaceFirst("^[^a-z]*", "");
            names.subList((line.length() - label.length()) / 3, names.size()).clear();
            names.add(label.split(" {2,}")[0]);
            ways.add(String.join(" > ", names));
        });
        assertThat(ways)
                .as(tree)
                .filteredOn(way -> isWork(way.substring(way.lastIndexOf(' ') + 1)))
                .containsExactlyInAnyOrderElementsOf(WAYS);
    }
}
