package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadedLogic;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The real server, with the settings of the Deployment but for the numbers of its ports, has what manifests ask for. */
class ServedTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static List<HasMetadata> base;
    private static Container container;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        base = Manifests.filesOf(Manifests.BASE);
        container = one(Deployment.class, base)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        Map<String, String> environment =
                container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        environment.put("EFFE_DRAIN_DELAY", "0s"); // Waits for proxies: there are none.
        Settings settings = CommandLine.parse(List.of("--port", "0", "--admin-port", "0"), environment)
                .settings();
        Logic<?> function = Logic.of((request, response) -> response.text("hi"));
        server = Server.start(settings, LoadedLogic.of(function), FunctionConfig.of(Map.of()));
        assertThat(server.awaitReady(Duration.ofSeconds(30))).isTrue();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyProbeFindsItsPage() throws Exception {
        for (Probe probe :
                List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())) {
            String path = probe.getHttpGet().getPath();
            assertThat(get(server.adminPort().getAsInt(), path).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(get(server.adminPort().getAsInt(), "/healthz").statusCode()).isEqualTo(404);
    }

    @Test
    @EnabledIf("dev.effe.k8s.Manifests#haveKubectl")
    void theAutoscalerNamesAMetricThatIsThere(@TempDir Path folder) throws Exception {
        List<HasMetadata> rendered = Manifests.parse(Manifests.renderWith(folder.toRealPath(), "hpa-contexts"));
        MetricIdentifier metric = one(HorizontalPodAutoscaler.class, rendered).getSpec().getMetrics().stream()
                .filter(candidate -> candidate.getPods() != null)
                .findFirst()
                .orElseThrow()
                .getPods()
                .getMetric();
        Map<String, String> labels = metric.getSelector().getMatchLabels();
        String sample = metric.getName() + "{state=\"" + labels.get("state") + "\"} 0.0";

        assertThat(labels).containsOnlyKeys("state");
        assertThat(get(server.adminPort().getAsInt(), "/metrics").body().lines())
                .contains(sample);
    }

    @Test
    void haproxyAndKnativeFindHealthOnTheMainPort() throws Exception {
        Ingress ingress = one(Ingress.class, component("ingress-haproxy", "ingress"));
        String check = ingress.getMetadata().getAnnotations().get("haproxy.org/check-http");
        Container knative = one(io.fabric8.knative.serving.v1.Service.class, component("knative", "service"))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        Stream<String> paths = Stream.of(
                check.replaceFirst("GET ", ""),
                knative.getReadinessProbe().getHttpGet().getPath(),
                knative.getLivenessProbe().getHttpGet().getPath());

        for (String path : paths.toList()) {
            assertThat(get(server.port(), path).body()).as(path).isEqualTo("ok\n");
        }
        assertThat(get(server.port(), "/readyz").body()).isEqualTo("hi");
    }

    private static List<HasMetadata> component(String name, String file) {
        return Manifests.parse(Manifests.text(Manifests.HOME.resolve("components/" + name + "/" + file + ".yaml")));
    }

    private static <T> T one(Class<T> kind, List<HasMetadata> resources) {
        return resources.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
