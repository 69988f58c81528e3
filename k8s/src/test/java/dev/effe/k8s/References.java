package dev.effe.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks up what resources that are applied together say about each other. */
final class References {

    private final List<HasMetadata> resources;
    private final List<String> problems = new ArrayList<>();

    References(List<HasMetadata> resources) {
        this.resources = resources;
    }

    List<String> problems() {
        return problems;
    }

    <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast);
    }

    static String name(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }

    void require(boolean holds, HasMetadata resource, String what) {
        if (!holds) {
            problems.add(name(resource) + ": must have " + what);
        }
    }

    /** Requires a Deployment whose pods the labels select. */
    List<Deployment> selected(HasMetadata by, Map<String, String> labels) {
        List<Deployment> deployments = labels == null || labels.isEmpty()
                ? List.of()
                : all(Deployment.class)
                        .filter(deployment -> podLabels(deployment).entrySet().containsAll(labels.entrySet()))
                        .toList();
        require(!deployments.isEmpty(), by, "pods that its selector " + labels + " selects");
        return deployments;
    }

    List<Deployment> selected(HasMetadata by, LabelSelector selector) {
        return selected(by, selector == null ? Map.of() : selector.getMatchLabels());
    }

    static Map<String, String> podLabels(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }

    /** Requires a container port of that name, or number, in each of the pods. */
    void requirePort(HasMetadata by, List<Deployment> pods, IntOrString port) {
        for (Deployment deployment : pods) {
            boolean exists = deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .anyMatch(candidate -> candidate.getName().equals(port.getStrVal())
                            || candidate.getContainerPort().equals(port.getIntVal()));
            require(exists, by, "a port that " + name(deployment) + " has, not " + port.getValue());
        }
    }

    /** Requires a Service of that name with such a port. */
    void requireService(HasMetadata by, String service, Predicate<ServicePort> port) {
        boolean exists = all(Service.class)
                .filter(candidate -> candidate.getMetadata().getName().equals(service))
                .flatMap(candidate -> candidate.getSpec().getPorts().stream())
                .anyMatch(port);
        require(exists, by, "a Service " + service + " with such a port");
    }

    <T extends HasMetadata> void requireNamed(HasMetadata by, Class<T> kind, String name) {
        boolean exists = all(kind)
                .anyMatch(candidate -> candidate.getMetadata().getName().equals(name));
        require(exists, by, "a " + kind.getSimpleName() + " of the name " + name);
    }
}
