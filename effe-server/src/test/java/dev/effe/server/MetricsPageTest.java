package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Servers;
import dev.effe.server.kit.Soon;
import dev.effe.server.metrics.MetricsPage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of docs/metrics.md say what a server's metrics are; that of topics is compared by TopicsTest. */
@Tag("once")
class MetricsPageTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The most series of an idle function. */
    private static final int MOST_SERIES = 150;

    @TempDir
    Path folder;

    private static HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String metrics(Server server) throws Exception {
        return get(server.adminPort().orElseThrow(), "/metrics").body();
    }

    private FunctionToServe function(String name, Logic.Handler handler) {
        Settings settings = Settings.of("data-dir", folder.toString());
        return new FunctionToServe(
                name, settings.function(), LoadedLogic.of(Logic.of(handler)), FunctionConfig.of(Map.of()));
    }

    @Test
    void thePageHasEachMetric() throws Exception {
        FunctionToServe front = function(
                "front",
                (request, response) -> response.json(request.functions().call("stock", "tea", Object.class)));
        FunctionToServe stock = function("stock", (request, response) -> response.json("tea"));
        Settings settings = Settings.of("port", "0", "admin-port", "0", "lambda-port", "0");
        ServingLinks links = new ServingLinks(new Calling(Map.of("front", Set.of("stock")), Map.of()), null);
        try (Server server =
                ServerStart.start(settings, List.of(front, stock), routes -> routes.get("front"), links, () -> {})) {
            assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
            assertThat(get(server.port(), "/").body()).isEqualTo("\"tea\"");
            assertThat(Servers.exchange(server.port(), "GET / HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            Soon.await().until(() -> metrics(server).contains("effe_http_answers_total{class=\"2xx\"} 1.0"));
            String scraped = metrics(server);
            MetricsPage.check("effe", scraped, name -> name.startsWith("effe_"));
            MetricsPage.check("java", scraped, name -> !name.startsWith("effe_"));
        }
    }

    @Test
    void anIdleFunctionHasFewSeries() throws Exception {
        try (ServerTester server =
                ServerTester.start(Logic.of((request, response) -> {})).ready()) {
            assertThat(server.getAdmin("/metrics").body().lines().filter(line -> !line.startsWith("#")))
                    .hasSizeLessThanOrEqualTo(MOST_SERIES);
            server.get("/");
            Soon.await()
                    .until(() -> server.getAdmin("/metrics").body().contains("effe_http_answers_total{class=\"2xx\"}"));
            assertThat(server.getAdmin("/metrics").body().lines().filter(line -> !line.startsWith("#")))
                    .as("once it was called")
                    .hasSizeLessThanOrEqualTo(MOST_SERIES)
                    .contains("effe_http_sent_bytes_total 0.0");
        }
    }
}
