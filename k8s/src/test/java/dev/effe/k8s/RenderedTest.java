package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests that kubectl makes of the overlays and of the base with each component: strict, by the policy, and of
 * right names.
 */
@Tag("once")
@EnabledIf("dev.effe.k8s.Manifests#haveKubectl")
class RenderedTest {

    /** Beside the base, for Kustomize wants relative paths. */
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod", "prod-gateway", "versions"})
    void overlaysKeepThePolicy(String overlay) throws Exception {
        List<HasMetadata> resources = overlay(overlay);

        assertRight(resources);
        assertThat(resources).extracting(HasMetadata::getKind).contains("Namespace", "Deployment", "Service");
    }

    /** The files that effe new has with it. */
    @Test
    void theOverlayOfANewProjectKeepsThePolicyUnderItsOwnName() throws Exception {
        String templates = "/dev/effe/tool/create/";
        Files.createDirectory(folder.resolve("base"));
        try (Stream<Path> base = Files.list(Manifests.BASE)) {
            for (Path file : base.toList()) {
                Files.writeString(
                        folder.resolve("base").resolve(file.getFileName()),
                        resource(templates + "k8s/base/" + file.getFileName()));
            }
        }
        String overlay = resource(templates + "project/kustomization.yaml").replace("@name@", "my-function");
        Files.writeString(folder.resolve("kustomization.yaml"), overlay);

        List<HasMetadata> resources = Manifests.parse(Manifests.render(folder.toRealPath()));
        assertRight(resources);
        assertThat(resources)
                .extracting(resource -> resource.getMetadata().getLabels().get("app.kubernetes.io/instance"))
                .containsOnly("my-function-effe");
        assertThat(of(Deployment.class, resources)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers())
                .extracting(Container::getImage)
                .containsExactly("localhost/my-function:latest");
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = Objects.requireNonNull(RenderedTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingress-haproxy",
                "gateway",
                "gateway canary",
                "canary",
                "knative",
                "keda-http",
                "servicemonitor",
                "events",
                "events-volume",
                "canary events",
                "canary events-volume",
                "hpa-contexts",
                "trusted-cas",
                "postgres",
                "kafka",
                "hpa-topics",
                "keda-topics",
                "canary postgres hpa-topics",
                "canary events-volume trusted-cas",
                "canary hpa-contexts",
                "ingress-haproxy gateway canary servicemonitor",
                "servicemonitor argo-rollouts",
                "ingress-haproxy servicemonitor argo-rollouts hpa-contexts"
            })
    void componentsKeepThePolicy(String components) throws Exception {
        assertRight(with(components));
    }

    private static void assertRight(List<HasMetadata> resources) {
        assertThat(resources).flatExtracting(UnknownFields::of).isEmpty();
        assertThat(Policy.problems(resources)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "prod-gateway", "versions"})
    void pinsEveryImageByDigest(String overlay) throws Exception {
        assertThat(Policy.imagesWithoutDigest(overlay(overlay))).isEmpty();
    }

    @Test
    void prodRoutesToItsOwnService() throws Exception {
        List<HasMetadata> prod = overlay("prod");

        assertThat(of(Ingress.class, prod).getSpec().getIngressClassName()).isEqualTo("haproxy");
        assertThat(of(Ingress.class, prod)
                        .getSpec()
                        .getRules()
                        .get(0)
                        .getHttp()
                        .getPaths()
                        .get(0)
                        .getBackend()
                        .getService()
                        .getName())
                .isEqualTo("hello-effe");
    }

    /** Without it there are none. */
    @ParameterizedTest
    @ValueSource(strings = {"events", "events-volume"})
    void eventsHaveTheApiThatTheyComeBy(String component) throws Exception {
        assertThat(with(component).toString()).contains("EFFE_LAMBDA_API", "EFFE_LAMBDA_HOSTS", "EFFE_DATA_DIR");
        assertThat(overlay("prod").toString()).doesNotContain("EFFE_LAMBDA");
    }

    /** Should the function have it on its main port. */
    @Test
    void noRouteLeadsToTheLambdaApi() throws Exception {
        String snippet = of(Ingress.class, overlay("prod"))
                .getMetadata()
                .getAnnotations()
                .get("haproxy.org/backend-config-snippet");
        assertThat(snippet).startsWith("http-request deny ");
        Pattern denied = Pattern.compile(snippet.replaceAll("(?s).* -m reg (\\S+) }.*", "$1"));
        assertThat(denied.matcher("/2015-03-31/functions/f/invocations").find()).isTrue();
        assertThat(denied.matcher("/2015-03-31/functions").find()).isTrue();
        assertThat(denied.matcher("/2015-03-31/functionals").find()).isFalse();

        assertThat(overlay("prod-gateway"))
                .filteredOn(HTTPRoute.class::isInstance)
                .flatExtracting(route -> ((HTTPRoute) route).getSpec().getRules())
                .filteredOn(rule ->
                        rule.getBackendRefs().isEmpty() && rule.getFilters().isEmpty())
                .flatExtracting(rule -> rule.getMatches())
                .extracting(match -> match.getPath().getValue())
                .containsExactlyInAnyOrder("/2015-03-31/functions", "/2021-11-15/functions", "/2014-11-13/functions");
    }

    @Test
    void eachPodOfEventsThatLastHasAVolumeOfItsOwn() throws Exception {
        List<HasMetadata> resources = with("canary events-volume");

        assertThat(resources).noneMatch(Deployment.class::isInstance);
        StatefulSet set = of(StatefulSet.class, resources);
        assertThat(set.getSpec().getServiceName()).isEqualTo("hello-effe");
        assertThat(set.getSpec().getVolumeClaimTemplates())
                .extracting(claim -> claim.getMetadata().getName())
                .containsExactly("data");
        assertThat(set.getSpec().getTemplate().getSpec().getContainers().get(0).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/tmp", "/data");
    }

    @Test
    void everyPodTrustsTheFileThatIsMounted() throws Exception {
        for (String components : List.of("canary trusted-cas", "canary events-volume trusted-cas")) {
            assertThat(with(components).stream().flatMap(Workload::of).map(Workload::pod))
                    .hasSize(2)
                    .allSatisfy(pod -> {
                        Container container = pod.getContainers().get(0);
                        String file = PodPolicy.settings(container)
                                .process()
                                .trustedCas()
                                .orElseThrow()
                                .getParent()
                                .toString();
                        assertThat(container.getVolumeMounts())
                                .filteredOn(mount -> mount.getMountPath().equals(file))
                                .singleElement()
                                .extracting(VolumeMount::getName)
                                .isIn(pod.getVolumes().stream()
                                        .filter(volume -> volume.getConfigMap() != null)
                                        .map(Volume::getName)
                                        .toList());
                    });
        }
    }

    /** The Secret of the store is mounted, and the store may be reached. */
    @ParameterizedTest
    @CsvSource({"postgres, 5432", "kafka, 9092"})
    void everyPodHasTheSecretOfTheStore(String store, int port) throws Exception {
        List<HasMetadata> resources = with("canary " + store);

        assertThat(pods(resources)).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getSecret() != null)
                    .extracting(Volume::getName, volume -> volume.getSecret().getSecretName())
                    .containsExactly(Tuple.tuple(store, "effe-" + store));
            assertThat(pod.getContainers().get(0).getVolumeMounts())
                    .filteredOn(mount -> mount.getName().equals(store))
                    .extracting(VolumeMount::getMountPath)
                    .containsExactly("/etc/effe/" + store);
        });
        assertThat(resources)
                .filteredOn(NetworkPolicy.class::isInstance)
                .isNotEmpty()
                .allSatisfy(
                        policy -> assertThat(((NetworkPolicy) policy).getSpec().getEgress())
                                .flatExtracting(NetworkPolicyEgressRule::getPorts)
                                .extracting(each -> each.getPort().getIntVal())
                                .contains(port));
    }

    private static List<PodSpec> pods(List<HasMetadata> resources) {
        return resources.stream().flatMap(Workload::of).map(Workload::pod).toList();
    }

    @Test
    void theDriversVariableNamesTheServiceFileOfPostgres() throws Exception {
        assertThat(pods(with("canary postgres")))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(pod.getContainers().get(0).getEnv())
                        .filteredOn(variable -> variable.getName().equals("PGSERVICEFILE"))
                        .extracting(EnvVar::getValue)
                        .containsExactly("/etc/effe/postgres/pg_service.conf"));
    }

    @Test
    void routesNameListenersThatTheGatewayHas() throws Exception {
        List<HasMetadata> gateway = Manifests.parse(Manifests.render(Manifests.HOME.resolve("gateway")));
        assertThat(gateway).flatExtracting(UnknownFields::of).isEmpty();
        Gateway listening = of(Gateway.class, gateway);

        assertThat(overlay("prod-gateway"))
                .filteredOn(HTTPRoute.class::isInstance)
                .hasSize(2)
                .allSatisfy(route -> assertThat(((HTTPRoute) route).getSpec().getParentRefs())
                        .allSatisfy(parent -> {
                            assertThat(parent.getName())
                                    .isEqualTo(listening.getMetadata().getName());
                            assertThat(parent.getNamespace())
                                    .isEqualTo(listening.getMetadata().getNamespace());
                            assertThat(listening.getSpec().getListeners())
                                    .extracting(Listener::getName)
                                    .contains(parent.getSectionName());
                        }));
        Map<String, String> allowed =
                of(Namespace.class, overlay("prod-gateway")).getMetadata().getLabels();
        assertThat(listening.getSpec().getListeners())
                .allSatisfy(listener -> assertThat(allowed)
                        .containsAllEntriesOf(listener.getAllowedRoutes()
                                .getNamespaces()
                                .getSelector()
                                .getMatchLabels()))
                .filteredOn(listener -> listener.getName().equals("https"))
                .allSatisfy(listener ->
                        assertThat(listener.getTls().getCertificateRefs()).isNotEmpty());
    }

    @Test
    void theAutoscalerGoesByTheCpuAlone() throws Exception {
        assertThat(of(HorizontalPodAutoscaler.class, overlay("prod")).getSpec().getMetrics())
                .extracting(MetricSpec::getType)
                .containsExactly("Resource");
    }

    @Test
    void theCanaryHasItsOwnImageAndATenthOfTheRequests() throws Exception {
        List<HasMetadata> resources = with("gateway canary");

        assertThat(resources)
                .filteredOn(Deployment.class::isInstance)
                .extracting(resource -> ((Deployment) resource)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage()
                        .replaceFirst("@.*", ""))
                .containsExactly("registry.example.com/effe-function", "registry.example.com/effe-function-canary");
        assertThat(of(HTTPRoute.class, resources).getSpec().getRules().get(0).getBackendRefs())
                .extracting(HTTPBackendRef::getName, HTTPBackendRef::getWeight)
                .containsExactly(Tuple.tuple("hello-effe", 90), Tuple.tuple("hello-effe-canary", 10));
    }

    @Test
    void knativeAndKedaScaleByThemselves() throws Exception {
        assertThat(with("knative"))
                .extracting(HasMetadata::getApiVersion)
                .containsExactlyInAnyOrder("v1", "serving.knative.dev/v1");
        assertThat(with("keda-http")).noneMatch(HorizontalPodAutoscaler.class::isInstance);
        assertThat(with("keda-topics")).noneMatch(HorizontalPodAutoscaler.class::isInstance);
    }

    /** All of it is under the overlay's prefix, and metrics tell one version's pods from another's. */
    @Test
    void aRolloutTakesTheDeploymentsPods() throws Exception {
        List<HasMetadata> resources = with("servicemonitor argo-rollouts");

        assertThat(resources)
                .filteredOn(resource -> resource.getApiVersion().equals("argoproj.io/v1alpha1"))
                .extracting(References::name)
                .containsExactlyInAnyOrder("Rollout hello-effe", "AnalysisTemplate hello-effe");
        assertThat(of(HorizontalPodAutoscaler.class, resources).getSpec().getScaleTargetRef())
                .extracting(CrossVersionObjectReference::getKind, CrossVersionObjectReference::getName)
                .containsExactly("Rollout", "hello-effe");
        assertThat(of(ServiceMonitor.class, resources).getSpec().getPodTargetLabels())
                .contains("rollouts-pod-template-hash");
        assertThat(with("argo-rollouts")).noneMatch(ServiceMonitor.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        templateName: hello-effe | templateName: other     | an AnalysisTemplate other with its arguments
        args:\\n  - name: pods    | args:\\n  - name: hash    | an AnalysisTemplate hello-effe with its arguments
        kind: Rollout\\n    name  | kind: Deployment\\n    name | the autoscaler to itself
        maxUnavailable: 0        | maxUnavailable: 1       | no pod missing
        """)
    void aRolloutKeepsThePolicy(String right, String wrong, String problem) throws Exception {
        String rendered = Manifests.renderWith(folder.toRealPath(), "servicemonitor", "argo-rollouts");
        String before = right.replace("\\n", "\n");

        assertThat(rendered).contains(before);
        assertThat(Policy.problems(Manifests.parse(rendered.replace(before, wrong.replace("\\n", "\n")))))
                .contains("Rollout hello-effe: must have " + problem);
    }

    private static <T extends HasMetadata> T of(Class<T> kind, List<HasMetadata> resources) {
        return resources.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<HasMetadata> overlay(String name) throws IOException, InterruptedException {
        return Manifests.parse(
                Manifests.render(Manifests.HOME.resolve("overlays").resolve(name)));
    }

    private List<HasMetadata> with(String components) throws IOException, InterruptedException {
        return Manifests.parse(Manifests.renderWith(folder.toRealPath(), components.split(" ")));
    }
}
