package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.Soon;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts and the dashboard of {@code monitoring}, asked of a real Prometheus that reads a real server. */
@Tag("once")
class MonitoringTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Path MONITORING = Manifests.HOME.resolve("monitoring");

    @TempDir
    Path folder;

    private Path rules;

    @BeforeEach
    void extractRules() throws IOException {
        assumeTrue(Prometheus.isThere(), "prometheus and promtool are needed");
        KubernetesSerialization yaml = new KubernetesSerialization();
        Map<?, ?> resource = yaml.unmarshal(Manifests.text(MONITORING.resolve("alerts.yaml")), Map.class);
        rules = folder.resolve("rules.yaml");
        Files.writeString(rules, yaml.asYaml(resource.get("spec")));
    }

    @Test
    void eachAlertFiresWhenItIsTo() throws Exception {
        String tests = Manifests.text(Path.of("src/test/resources/alerts-test.yaml"));
        Files.writeString(folder.resolve("alerts-test.yaml"), tests);
        assertThat(Prometheus.run(folder, "promtool", "check", "rules", "rules.yaml"))
                .isZero();
        assertThat(Prometheus.run(folder, "promtool", "test", "rules", "alerts-test.yaml"))
                .isZero();
        Files.readAllLines(rules).stream()
                .filter(line -> line.contains("alert: "))
                .forEach(line -> assertThat(tests).contains("alertname: " + alert(line)));
    }

    private static String alert(String line) {
        return line.substring(line.indexOf("alert: ") + "alert: ".length()).replace("\"", "");
    }

    @Test
    void theDashboardsQueriesHaveValuesUnderLoad() throws Exception {
        Logic<?> function = Logic.of((request, response) -> {
            if (request.path().equals("/fail")) {
                throw new IllegalStateException("as the test wants it");
            }
            response.text("hi");
        });
        try (Server server = Server.start(
                        CommandLine.parse(List.of("--port", "0", "--admin-port", "0", "--min-contexts", "0"), Map.of())
                                .settings(),
                        LoadedLogic.of(function),
                        FunctionConfig.of(Map.of()));
                Prometheus prometheus =
                        Prometheus.start(folder, server.adminPort().orElseThrow(), rules)) {
            assertThat(server.awaitReady(Duration.ofSeconds(30))).isTrue();
            for (String query : queries()) {
                Soon.await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                    get(server, "/");
                    get(server, "/fail");
                    JsonNode series = prometheus.query(query);
                    // One process without topics has no series of them, but the query is good.
                    assertThat(series.size() > 0 || query.matches(".*effe_(trigger|parked|dead).*"))
                            .as(query)
                            .isTrue();
                });
            }
            assertThat(prometheus.rules())
                    .isNotEmpty()
                    .allMatch(health -> health.asText().equals("ok"));
        }
    }

    /** The questions that Argo Rollouts would ask about a version whose calls fail each second time, and one without calls. */
    @Test
    void theAnalysisOfARolloutSeesWhatFails() throws Exception {
        Logic<?> function = Logic.of((request, response) -> {
            if (request.path().equals("/fail")) {
                throw new IllegalStateException("as the test wants it");
            }
            response.text("hi");
        });
        List<String> queries = analysis();
        try (Server server = Server.start(
                        CommandLine.parse(List.of("--port", "0", "--admin-port", "0", "--min-contexts", "0"), Map.of())
                                .settings(),
                        LoadedLogic.of(function),
                        FunctionConfig.of(Map.of()));
                Prometheus prometheus =
                        Prometheus.start(folder, server.adminPort().orElseThrow(), rules)) {
            assertThat(server.awaitReady(Duration.ofSeconds(30))).isTrue();
            Soon.await()
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(
                            () -> assertThat(value(prometheus, queries.get(0))).isEqualTo(1));
            assertThat(prometheus.query(queries.get(1))).as("without calls").isEmpty();
            Soon.await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                get(server, "/");
                assertThat(value(prometheus, queries.get(1))).isZero();
            });
            Soon.await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                get(server, "/fail");
                assertThat(value(prometheus, queries.get(1))).isBetween(0.01, 1.0);
            });
        }
    }

    private static double value(Prometheus prometheus, String query) throws IOException, InterruptedException {
        JsonNode series = prometheus.query(query);
        assertThat(series).as(query).hasSize(1);
        return series.get(0).get("value").get(1).asDouble();
    }

    /** Its queries, of all pods: a process of this machine has no label of a pod. */
    private static List<String> analysis() {
        Map<?, ?> template = new KubernetesSerialization()
                .unmarshal(Manifests.text(Manifests.HOME.resolve("components/argo-rollouts/analysis.yaml")), Map.class);
        List<String> queries = new ArrayList<>();
        for (JsonNode query : new ObjectMapper().valueToTree(template).findValues("query")) {
            assertThat(query.asText()).contains("rollouts_pod_template_hash=\"{{args.pods}}\"");
            queries.add(query.asText().replace("rollouts_pod_template_hash=\"{{args.pods}}\"", ""));
        }
        assertThat(queries).hasSize(2);
        return queries;
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (JsonNode query : new ObjectMapper()
                .readTree(MONITORING.resolve("dashboard.json").toFile())
                .findValues("expr")) {
            queries.add(query.asText().replace("$job", "hello").replace("$__rate_interval", "1m"));
        }
        assertThat(queries).hasSizeGreaterThan(20);
        return queries;
    }

    private static void get(Server server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    }
}
