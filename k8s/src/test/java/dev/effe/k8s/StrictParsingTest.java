package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file says only what its kind knows; and the check would find a field that is misspelt. */
@Tag("once")
class StrictParsingTest {

    static List<Path> resourceFiles() throws IOException {
        return Manifests.resourceFiles();
    }

    @ParameterizedTest
    @MethodSource("resourceFiles")
    void saysNothingThatItsKindDoesNotKnow(Path file) {
        for (HasMetadata resource : Manifests.parse(Manifests.text(file))) {
            assertThat(UnknownFields.of(resource)).isEmpty();
        }
    }

    @Test
    void readsEveryKind() throws IOException {
        assertThat(resourceFiles())
                .flatExtracting(file -> Manifests.parse(Manifests.text(file)))
                .extracting(HasMetadata::getKind)
                .contains(
                        "AnalysisTemplate",
                        "Deployment",
                        "Gateway",
                        "HTTPRoute",
                        "HorizontalPodAutoscaler",
                        "Ingress",
                        "InterceptorRoute",
                        "Namespace",
                        "NetworkPolicy",
                        "PodDisruptionBudget",
                        "Rollout",
                        "ScaledObject",
                        "Service",
                        "ServiceAccount",
                        "ServiceMonitor");
    }

    @ParameterizedTest
    @CsvSource({
        "base/deployment.yaml,                    minReadySeconds:,      minReadySecond:",
        "base/deployment.yaml,                    readOnlyRootFilesystem:, readOnlyRootFileSystem:",
        "base/deployment.yaml,                    failureThreshold: 75,  failuresThreshold: 75",
        "base/deployment.yaml,                    sizeLimit:,            sizelimit:",
        "base/hpa.yaml,                           averageUtilization:,   averageUtilisation:",
        "base/networkpolicy.yaml,                 policyTypes:,          policyType:",
        "base/pdb.yaml,                           maxUnavailable:,       maxUnavailables:",
        "base/service.yaml,                       targetPort:,           targetport:",
        "components/gateway/httproute.yaml,       weight:,               wieght:",
        "components/gateway/redirect.yaml,        statusCode:,           status:",
        "components/ingress-haproxy/ingress.yaml, secretName:,           secret:",
        "gateway/gateway.yaml,                    certificateRefs:,      certificates:",
        "components/ingress-haproxy/ingress.yaml, ingressClassName:,     ingressClass:",
        "components/knative/service.yaml,         containerConcurrency:, concurrency:",
        "components/knative/service.yaml,         readinessProbe:,       readynessProbe:",
        "components/keda-http/interceptorroute.yaml, targetValue:,       target:",
        "components/keda-http/scaledobject.yaml,  minReplicaCount:,      minReplicas:",
        "components/keda-http/scaledobject.yaml,  keda.sh/v1alpha1,      keda.sh/v1",
        "components/servicemonitor/servicemonitor.yaml, interval:,       intervall:",
        "components/argo-rollouts/rollout.yaml,   setWeight:,            weight:",
        "components/argo-rollouts/rollout.yaml,   argoproj.io/v1alpha1,  argoproj.io/v1",
        "components/argo-rollouts/analysis.yaml,  successCondition:,     succesCondition:"
    })
    void findsAMisspeltField(String file, String right, String wrong) {
        String text = Manifests.text(Manifests.HOME.resolve(file));

        assertThat(text).contains(right);
        HasMetadata misspelt = Manifests.parse(text.replace(right, wrong)).get(0);
        assertThat(UnknownFields.of(misspelt)).isNotEmpty();
    }

    @Test
    void findsAKeyThatIsThereTwice() {
        String text = Manifests.text(Manifests.BASE.resolve("service.yaml")) + "  type: ClusterIP\n";

        assertThatThrownBy(() -> Manifests.parse(text)).hasMessageContaining("type");
    }
}
