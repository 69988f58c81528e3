package dev.effe.tool.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.tool.Reporter;
import dev.effe.server.Server;
import dev.effe.server.cli.ToolException;
import dev.effe.server.kit.Chromium;
import dev.effe.server.kit.Soon;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against two servers: orders and report are in one, stock is in the other. */
@Tag("once")
class TraceCommandTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path folder;

    private Server stock;
    private Server orders;

    @BeforeEach
    void start() throws Exception {
        Path code = Path.of(Reporter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        stock = start(app(code, 1), "--only", "stock");
        orders = start(app(code, stock.port()), "--only", "orders", "--only", "report");
    }

    private static String app(Path code, int portOfStock) {
        return """
                effe: 1
                name: shop
                functions:
                  orders: {code: "%1$s", logic: com.acme.tool.Ordering, routes: ["GET /{kind}"], calls: [stock], appends: [placed]}
                  stock: {code: "%1$s", logic: com.acme.tool.Reporter, address: "http://127.0.0.1:%2$d"}
                  report: {code: "%1$s", logic: com.acme.tool.Reporter, triggers: [{topic: placed, retries: 0}]}
                topics: {placed: {}}
                settings: {port: 0, admin-port: 0, traces: 100, data-dir: data, drain-delay: 0s}
                """.formatted(code, portOfStock);
    }

    private Server start(String app, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("effe.yaml"), app);
        List<String> arguments = new ArrayList<>(List.of("--app", file.toString()));
        arguments.addAll(List.of(more));
        Server server = Server.start(arguments);
        assertThat(server.awaitReady(Duration.ofSeconds(60))).isTrue();
        return server;
    }

    @AfterEach
    void stop() {
        if (orders != null) {
            orders.close();
        }
        stock.close();
    }

    private void get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + orders.port() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding());
    }

    private String trace(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        for (Server server : List.of(orders, stock)) {
            all.addAll(
                    List.of("--admin", "http://127.0.0.1:" + server.adminPort().orElseThrow()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ToolTester.run(new TraceCommand(), all, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void await(String expected, String... arguments) {
        Soon.await().untilAsserted(() -> assertThat(trace(arguments)).contains(expected));
    }

    @Test
    void showsOneTreeOfAllProcesses() throws Exception {
        get("/tea", "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01", "X-Request-Id", "r-1");
        await("report: process placed", TRACE);

        assertThat(trace(TRACE))
                .startsWith("Trace " + TRACE + "  ")
                .contains("spans, 3 functions")
                .containsSubsequence(
                        "orders: GET /{kind}",
                        "run",
                        "charge <card>",
                        "call stock",
                        "stock: POST",
                        "send placed",
                        "report: process placed");
        assertThat(trace("r-1")).contains(TRACE);
        assertThatThrownBy(() -> trace("nothing"))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("There is no such trace");
    }

    @Test
    void findsSlowAndFailedOnes() throws Exception {
        get("/tea");
        get("/slow");
        get("/bad");
        await("report: process placed", "--failed");

        assertThat(trace("--slowest", "1").lines().filter(line -> line.startsWith("Trace")))
                .hasSize(1);
        assertThat(trace("--slowest")).startsWith(trace("--slowest", "1"));
        assertThat(trace("--failed")).contains("500 FAILED").containsOnlyOnce("Trace ");
        assertThat(trace("--since", "1h").lines().filter(line -> line.startsWith("Trace")))
                .hasSize(3);
        assertThatThrownBy(() -> trace("--since", "soon"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--since must be");
    }

    @Test
    void addsUpTheTracesOfAFunction() throws Exception {
        for (int i = 0; i < 4; i++) {
            get("/tea");
        }
        get("/slow");
        Soon.await()
                .untilAsserted(() -> assertThat(trace("--function", "orders").lines())
                        .anyMatch(line -> line.matches(".*└─ process placed +5 .*")));

        assertThat(trace("--function", "orders").lines())
                .first()
                .asString()
                .matches("orders +COUNT +TOTAL +SELF +P50 +P99 +FAILED");
        assertThat(trace("--function", "orders")).containsPattern("GET /\\{kind\\} +5 .* 0\n");
        assertThat(trace("--function", "stock")).containsPattern("POST +5 ");
    }

    @Test
    void drawsPagesThatABrowserShows() throws Exception {
        get("/slow", "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
        get("/bad");
        await("report: process placed", TRACE);
        Path one = folder.resolve("trace.html");
        Path sums = folder.resolve("orders.html");

        assertThat(trace(TRACE, "-o", one.toString())).isEqualTo("Wrote " + one + "\n");
        trace("--function", "orders", "-o", sums.toString());

        assertThat(one).content().contains("charge &lt;card&gt;", "default-src 'none'");
        assertThat(sums).content().contains("p99", "charge &lt;card&gt;");
        for (Path page : List.of(one, sums)) {
            assertThat(page).content().doesNotContain("src=", "href=", "@import", "<script", "url(", "<card>");
        }
        Chromium.assumeInstalled();
        for (Path page : List.of(one, sums)) {
            BufferedImage shown = new Chromium(folder).picture(page.toUri(), 1600);
            Files.copy(folder.resolve("page.png"), Path.of(page + ".png"));
            long boxes = IntStream.of(0xf4a582, 0x92c5de, 0xa6d96a, 0xfdd384, 0xc2a5cf, 0x80cdc1, 0xf5b7c8, 0xd9d9b0)
                    .filter(colour -> Chromium.pixels(shown, colour) > 5_000)
                    .count();
            assertThat(boxes).as("functions with boxes in " + page).isPositive();
        }
    }
}
