package dev.effe.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
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

    Stream<Workload> workloads() {
        return resources.stream().flatMap(Workload::of);
    }

    /** Requires a workload whose pods the labels select. */
    List<Workload> selected(HasMetadata by, Map<String, String> labels) {
        List<Workload> selected = labels == null || labels.isEmpty()
                ? List.of()
                : workloads()
                        .filter(workload -> workload.podLabels().entrySet().containsAll(labels.entrySet()))
                        .toList();
        require(!selected.isEmpty(), by, "pods that its selector " + labels + " selects");
        return selected;
    }

    List<Workload> selected(HasMetadata by, LabelSelector selector) {
        return selected(by, selector == null ? Map.of() : selector.getMatchLabels());
    }

    /** Requires a container port of that name, or number, in each of the pods. */
    void requirePort(HasMetadata by, List<Workload> pods, IntOrString port) {
        for (Workload workload : pods) {
            boolean exists = workload.pod().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .anyMatch(candidate -> candidate.getName().equals(port.getStrVal())
                            || candidate.getContainerPort().equals(port.getIntVal()));
            require(exists, by, "a port that " + name(workload.resource()) + " has, not " + port.getValue());
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
