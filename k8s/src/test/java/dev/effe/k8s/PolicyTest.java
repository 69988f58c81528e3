package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The base keeps the policy, and whatever breaks it is found. Needs no program beside Java. */
@Tag("once")
class PolicyTest {

    private static final String BASE = String.join(
            "---\n",
            List.of("serviceaccount", "deployment", "service", "hpa", "pdb", "networkpolicy").stream()
                    .map(name -> Manifests.text(Manifests.BASE.resolve(name + ".yaml")))
                    .toList());

    @Test
    void theBaseKeepsIt() throws IOException {
        List<HasMetadata> files = Manifests.filesOf(Manifests.BASE);

        assertThat(files).hasSize(6);
        assertThat(Policy.problems(files)).isEmpty();
        assertThat(Policy.problems(Manifests.parse(BASE))).isEmpty();
    }

    /** Replaces the first of what is right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "terminationGracePeriodSeconds: 40 | terminationGracePeriodSeconds: 39 | a grace period of at least 40 s",
                "value: 20s | value: 21s | a grace period of at least 41 s",
                "value: 5s | value: 0s | a drain-delay of at least 5 s",
                "value: 5s | value: 5 sec | EFFE_DRAIN_DELAY must be from 0s",
                "EFFE_DRAIN_DELAY | EFFE_DRAIN_DELAI | a drain-delay of at least 5 s",
                "value: \"8080\" | value: \"8081\" | the port of EFFE_PORT",
                "value: \"9090\" | value: \"9091\" | the port of EFFE_ADMIN_PORT",
                "value: 0.0.0.0 | value: 127.0.0.1 | an admin port that the node's probes reach",
                "value: \"100\" | value: \"1000\" | at most 100 contexts",
                "path: /livez | path: /healthz | the path /livez",
                "path: /readyz | path: /_effe/readyz | the path /readyz",
                "port: admin | port: http | on the admin port",
                "failureThreshold: 75 | failureThreshold: 60 | a startup probe longer than init-timeout",
                "runAsNonRoot: true | runAsNonRoot: false | runAsNonRoot",
                "runAsUser: 65532 | runAsUser: 0 | runAsUser",
                "type: RuntimeDefault | type: Unconfined | seccompProfile",
                "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | readOnlyRootFilesystem",
                "allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | allowPrivilegeEscalation",
                "- ALL | - NET_RAW | drop ALL",
                "sizeLimit: 512Mi | sizeLimit: null | a bounded /tmp",
                "sizeLimit: 512Mi | sizeLimit: 249Mi | a bounded /tmp",
                "emptyDir:\\n | emptyDir:\\n            medium: Memory\\n | a bounded /tmp",
                "fsGroup: 65532 | fsGroup: 0 | fsGroup 65532",
                "ephemeral-storage: 64Mi | nvidia.com/gpu: 1 | ephemeral-storage asked for",
                "ephemeral-storage: 640Mi | ephemeral-storage: 561Mi | a limit of ephemeral-storage",
                "mountPath: /tmp | mountPath: /var/tmp | a bounded /tmp",
                "memory: 128Mi | memory: 64Mi | as much memory",
                "enableServiceLinks: false | enableServiceLinks: true | no service links",
                "serviceAccountName: effe | serviceAccountName: default | ServiceAccount of the name default",
                "maxUnavailable: 0 | maxUnavailable: 1 | no pod missing",
                "targetPort: http | targetPort: web | a port that Deployment effe has, not web",
                "port: http | port: web | a port that Deployment effe has, not web",
                "port: http | port: admin | an admin port that not everybody reaches",
                "kind: Deployment\\n    name: effe | kind: Deployment\\n    name: other | Deployment of the name other",
                "maxUnavailable: 1 | minAvailable: 1 | maxUnavailable"
            })
    void findsWhatBreaksIt(String right, String wrong, String problem) {
        String old = right.replace("\\n", "\n");
        int at = BASE.indexOf(old);
        assertThat(at).isNotNegative();
        String broken = BASE.substring(0, at) + wrong.replace("\\n", "\n") + BASE.substring(at + old.length());

        assertThat(Policy.problems(Manifests.parse(broken)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @ParameterizedTest
    @CsvSource({"deployment", "service", "pdb", "networkpolicy"})
    void findsASelectorThatSelectsNothing(String file) {
        String text = Manifests.text(Manifests.BASE.resolve(file + ".yaml"));
        int selector = Math.max(text.indexOf("  selector:"), text.indexOf("podSelector:"));
        String broken = text.substring(0, selector)
                + text.substring(selector).replaceFirst("effe.dev/version: stable", "effe.dev/version: other");

        assertThat(Policy.problems(Manifests.parse(BASE.replace(text, broken))))
                .anySatisfy(found -> assertThat(found).contains("select"));
    }

    @Test
    void findsAnImageThatATagCanChange() {
        assertThat(Policy.imagesWithoutDigest(Manifests.parse(BASE))).containsExactly("effe-function");
        Path digest = Manifests.HOME.resolve("overlays/prod/kustomization.yaml");
        assertThat(Manifests.text(digest)).containsPattern("digest: sha256:[0-9a-f]{64}");
    }
}
