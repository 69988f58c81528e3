package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two functions, set up by copies of overlays/prod as README says, share nothing but their namespace. */
@Tag("once")
@EnabledIf("dev.effe.k8s.Manifests#haveKubectl")
class TwoFunctionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fields whose texts lead requests, or hold what is one function's. */
    private static final Set<String> OWN = Set.of("host", "hosts", "hostnames", "secretName", "serviceAccountName");

    @TempDir
    Path k8s;

    @BeforeEach
    void copyThisFolder() throws IOException {
        for (String folder : List.of("base", "components", "overlays")) {
            copy(Manifests.HOME.resolve(folder), k8s.resolve(folder));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prod",
                "prod canary",
                "prod events",
                "prod events-volume",
                "prod canary events-volume servicemonitor",
                "prod canary servicemonitor hpa-contexts",
                "prod keda-http",
                "prod-gateway",
                "prod-gateway canary servicemonitor",
                "prod-gateway keda-http",
                "versions"
            })
    void selectOnlyTheirOwn(String overlayAndComponents) throws Exception {
        String[] names = overlayAndComponents.split(" ");
        for (int i = 1; i < names.length; i++) {
            add(names[0], names[i]);
        }
        List<HasMetadata> hello = render(names[0], "hello-");
        List<HasMetadata> orders = render(names[0], "orders-");

        assertThat(crossings(hello, orders)).isEmpty();
        assertThat(crossings(orders, hello)).isEmpty();
        assertThat(shared(hello, orders)).isEmpty();
    }

    /** Knative has no Ingress to make a host for. */
    @Test
    void selectOnlyTheirOwnOnKnative() throws Exception {
        Path overlay = k8s.resolve("overlays/prod/kustomization.yaml");
        String text = Files.readString(overlay).replace("ingress-haproxy\nimages", "knative\nimages");
        Files.writeString(overlay, text.substring(0, text.indexOf("patches:")));

        List<HasMetadata> hello = render("prod", "hello-");
        List<HasMetadata> orders = render("prod", "orders-");

        assertThat(hello).extracting(HasMetadata::getApiVersion).contains("serving.knative.dev/v1");
        assertThat(shared(hello, orders)).isEmpty();
    }

    /** The control: what finds nothing above does find something. */
    @Test
    void withoutTheInstanceEverySelectorCrosses() throws Exception {
        Path base = k8s.resolve("base/kustomization.yaml");
        Files.writeString(base, Files.readString(base).replace("configurations:\n  - instance.yaml\n", ""));
        add("prod", "servicemonitor");

        List<HasMetadata> hello = render("prod", "hello-");
        List<HasMetadata> orders = render("prod", "orders-");

        assertThat(crossings(hello, orders))
                .contains(
                        "Service hello-effe selects pods of Deployment orders-effe",
                        "Deployment hello-effe selects pods of Deployment orders-effe",
                        "PodDisruptionBudget hello-effe selects pods of Deployment orders-effe",
                        "NetworkPolicy hello-effe selects pods of Deployment orders-effe",
                        "NetworkPolicy hello-effe-metrics selects pods of Deployment orders-effe",
                        "ServiceMonitor hello-effe selects Service orders-effe-admin");
    }

    @Test
    void theHostAndTheCertificateFollowThePrefix() throws Exception {
        add("prod", "keda-http");

        assertThat(own(render("prod", "orders-")))
                .contains("host orders.example.com", "hosts orders.example.com", "secretName orders-effe-tls");
        assertThat(own(render("prod-gateway", "orders-"))).contains("hostnames orders.example.com");
    }

    /** Each selector of the one that finds a pod, or a Service, of the other. */
    private static List<String> crossings(List<HasMetadata> ones, List<HasMetadata> others) {
        List<String> found = new ArrayList<>();
        for (HasMetadata one : ones) {
            for (Map<String, String> selector : selectors(one)) {
                others.stream()
                        .flatMap(Workload::of)
                        .filter(workload -> selects(selector, workload.podLabels()))
                        .forEach(workload -> found.add(
                                References.name(one) + " selects pods of " + References.name(workload.resource())));
                others.stream()
                        .filter(Service.class::isInstance)
                        .filter(service ->
                                selects(selector, service.getMetadata().getLabels()))
                        .forEach(service -> found.add(References.name(one) + " selects " + References.name(service)));
            }
        }
        return found;
    }

    private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    /** Every map of labels that a resource of any kind selects pods or Services by. */
    private static List<Map<String, String>> selectors(HasMetadata resource) {
        List<Map<String, String>> selectors = new ArrayList<>();
        walk(JSON.valueToTree(resource), "", (path, node) -> {
            boolean labels = path.endsWith("/matchLabels") && !path.contains("/namespaceSelector/");
            if (node.isObject() && (labels || path.equals("/spec/selector") && !node.has("matchLabels"))) {
                Map<String, String> selector = new LinkedHashMap<>();
                node.properties()
                        .forEach(label ->
                                selector.put(label.getKey(), label.getValue().asText()));
                selectors.add(selector);
            }
        });
        return selectors;
    }

    /** Resources of the same kind and name, and fields with the same text that must differ. */
    private static Set<String> shared(List<HasMetadata> ones, List<HasMetadata> others) {
        Set<String> shared = own(ones);
        assertThat(shared).hasSizeGreaterThan(2);
        shared.retainAll(own(others));
        return shared;
    }

    private static Set<String> own(List<HasMetadata> resources) {
        Set<String> own = new TreeSet<>();
        for (HasMetadata resource : resources) {
            if (!(resource instanceof Namespace)) {
                own.add(References.name(resource));
                walk(JSON.valueToTree(resource), "", (path, node) -> {
                    String field = path.replaceAll("/\\d+", "").replaceFirst(".*/", "");
                    if (node.isTextual() && OWN.contains(field)) {
                        own.add(field + " " + node.asText());
                    }
                });
            }
        }
        return own;
    }

    private static void walk(JsonNode node, String path, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(path, node);
        node.properties().forEach(field -> walk(field.getValue(), path + "/" + field.getKey(), visitor));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(node.get(i), path + "/" + i, visitor);
        }
    }

    /** As README says: a copy of the overlay, in which the prefix is another. */
    private List<HasMetadata> render(String overlay, String prefix) throws IOException, InterruptedException {
        Path copy = k8s.resolve("overlays").resolve(prefix + overlay);
        copy(k8s.resolve("overlays").resolve(overlay), copy);
        Path file = copy.resolve("kustomization.yaml");
        Files.writeString(file, Files.readString(file).replace("namePrefix: hello-", "namePrefix: " + prefix));
        return Manifests.parse(Manifests.render(copy.toRealPath()));
    }

    private void add(String overlay, String component) throws IOException {
        Path file = k8s.resolve("overlays").resolve(overlay).resolve("kustomization.yaml");
        String text = Files.readString(file).replace("images:\n", "  - ../../components/" + component + "\nimages:\n");
        String host = "  - ../../components/" + component + "/host\n";
        boolean hasHost =
                Files.exists(k8s.resolve("components").resolve(component).resolve("host"));
        Files.writeString(file, hasHost ? text + host : text);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
