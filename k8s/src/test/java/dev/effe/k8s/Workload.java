package dev.effe.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A resource that makes pods: a Deployment or a StatefulSet.
 *
 * @param resource it
 * @param selector selects its pods
 * @param template its pods
 */
record Workload(HasMetadata resource, LabelSelector selector, PodTemplateSpec template) {

    /** Returns the resource as a workload; nothing if it is another kind. */
    static Stream<Workload> of(HasMetadata resource) {
        if (resource instanceof Deployment deployment) {
            var spec = deployment.getSpec();
            return Stream.of(new Workload(resource, spec.getSelector(), spec.getTemplate()));
        }
        if (resource instanceof StatefulSet set) {
            return Stream.of(new Workload(
                    resource, set.getSpec().getSelector(), set.getSpec().getTemplate()));
        }
        return Stream.empty();
    }

    String name() {
        return resource.getMetadata().getName();
    }

    Map<String, String> podLabels() {
        return template.getMetadata().getLabels();
    }

    PodSpec pod() {
        return template.getSpec();
    }
}
