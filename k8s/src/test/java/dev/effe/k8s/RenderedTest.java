package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubectl makes of the overlays and of the base with each component: strict, by the policy, and of right names. */
@EnabledIf("dev.effe.k8s.Manifests#haveKubectl")
class RenderedTest {

    /** Beside the base, for Kustomize wants relative paths. */
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod", "versions"})
    void overlaysKeepThePolicy(String overlay) throws Exception {
        List<HasMetadata> resources = overlay(overlay);

        assertRight(resources);
        assertThat(resources).extracting(HasMetadata::getKind).contains("Namespace", "Deployment", "Service");
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
                "canary events",
                "ingress-haproxy gateway canary servicemonitor"
            })
    void componentsKeepThePolicy(String components) throws Exception {
        assertRight(with(components));
    }

    private static void assertRight(List<HasMetadata> resources) {
        assertThat(resources).flatExtracting(UnknownFields::of).isEmpty();
        assertThat(Policy.problems(resources)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "versions"})
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
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("hello-effe", 90),
                        org.assertj.core.groups.Tuple.tuple("hello-effe-canary", 10));
    }

    @Test
    void knativeAndKedaScaleByThemselves() throws Exception {
        assertThat(with("knative"))
                .extracting(HasMetadata::getApiVersion)
                .containsExactlyInAnyOrder("v1", "serving.knative.dev/v1");
        assertThat(with("keda-http")).noneMatch(HorizontalPodAutoscaler.class::isInstance);
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
