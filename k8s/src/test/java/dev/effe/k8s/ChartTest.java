package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, as Helm itself renders it: made of the base, the same as what Kustomize makes of it, and by the policy. */
@Tag("once")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "Helm's library is here for Linux on amd64")
class ChartTest {

    private static final Path CHART = Manifests.HOME.resolve("chart");
    private static final String DIGEST = "@sha256:" + "0".repeat(64);
    private static final String IMAGE = "registry.example.com/effe-function" + DIGEST;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Beside the base, for Kustomize wants relative paths. */
    @TempDir
    private Path folder;

    private List<HasMetadata> rendered(String values) throws IOException {
        TemplateCommand template = new Helm(CHART)
                .template()
                .withName("hello")
                .withNamespace("effe")
                .set("image", IMAGE);
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        return Manifests.parse(template.withValuesFile(file).call());
    }

    @Test
    void isMadeOfTheBase() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dk8s=" + Manifests.HOME,
                        Manifests.HOME.resolve("Chart.java").toString(),
                        folder.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(files(CHART))
                .as("what java k8s/Chart.java makes of the base as it is")
                .isEqualTo(files(folder));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(Files::isRegularFile)
                    .forEach(file -> files.put(folder.relativize(file).toString(), Manifests.text(file)));
        }
        return files;
    }

    /** But for the namespace, which Helm gives them when it applies them, and for who manages them. */
    @Test
    @EnabledIf("dev.effe.k8s.Manifests#haveKubectl")
    void makesTheSameAsKustomize() throws Exception {
        Map<String, Object> ofKustomize = plain(Manifests.parse(Manifests.renderWith(folder.toRealPath())
                .replace("app.kubernetes.io/managed-by: kustomize", "app.kubernetes.io/managed-by: Helm")));
        Files.delete(folder.resolve("kustomization.yaml"));

        assertThat(plain(rendered(""))).isEqualTo(ofKustomize);
    }

    private static Map<String, Object> plain(List<HasMetadata> resources) {
        Map<String, Object> plain = new TreeMap<>();
        for (HasMetadata resource : resources) {
            resource.getMetadata().setNamespace(null);
            plain.put(References.name(resource), JSON.convertValue(resource, Map.class));
        }
        return plain;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host: hello.example.com",
                "settings: {EFFE_TIMEOUT: 5s, TABLE: orders}",
                "{cpu: 1, memory: 512Mi, maxContexts: 50, minReplicas: 3, maxReplicas: 5, cpuUtilization: 60}"
            })
    void keepsThePolicy(String values) throws IOException {
        List<HasMetadata> resources = rendered(values);

        assertThat(resources).hasSize(values.startsWith("host") ? 7 : 6);
        assertThat(resources).flatExtracting(UnknownFields::of).isEmpty();
        assertThat(Policy.problems(resources)).isEmpty();
        assertThat(Policy.imagesWithoutDigest(resources)).isEmpty();
    }

    @Test
    void takesEachValue() throws IOException {
        String all = rendered(
                        "{cpu: 1500m, memory: 512Mi, maxContexts: 51, minReplicas: 3, maxReplicas: 5, cpuUtilization: 61,"
                                + " host: a.example.com, settings: {EFFE_TIMEOUT: 7s}}")
                .toString();

        assertThat(all).contains("1500", "512", "EFFE_TIMEOUT, value=7s", "value=51", "a.example.com", IMAGE);
        assertThat(all).contains("minReplicas=3", "maxReplicas=5", "averageUtilization=61");
        assertThat(rendered("host: a.example.com"))
                .filteredOn(Ingress.class::isInstance)
                .extracting(resource ->
                        ((Ingress) resource).getSpec().getTls().get(0).getSecretName())
                .containsExactly("hello-effe-tls");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hosts: a.example.com                | hosts
        image: registry.example.com/hello:1 | image
        settings: {EFFE_PORT: '8081'}       | EFFE_PORT
        settings: {EFFE_RETRIES: 3}         | settings
        minReplicas: many                   | minReplicas
        maxContexts: 1000                   | maxContexts
        """)
    void refusesAValueThatItDoesNotKnow(String values, String named) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        TemplateCommand template = new Helm(CHART).template().withName("hello").withValuesFile(file);
        if (!values.startsWith("image")) {
            template.set("image", IMAGE);
        }

        assertThatThrownBy(template::call).hasMessageContaining(named);
    }

    @Test
    void wantsAnImage() {
        assertThatThrownBy(() -> new Helm(CHART).template().withName("hello").call())
                .hasMessageContaining("image");
    }

    /** Helm lints with the values of the chart alone, which have no image. */
    @Test
    void passesHelmsOwnCheck() throws IOException {
        for (Map.Entry<String, String> file : files(CHART).entrySet()) {
            Path copy = folder.resolve("effe").resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue().replace("image: \"\"", "image: " + IMAGE));
        }

        LintResult result = new Helm(folder.resolve("effe")).lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }
}
