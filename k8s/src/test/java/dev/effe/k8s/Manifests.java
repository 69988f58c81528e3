package dev.effe.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The manifests of this module, as files and as Kustomize renders them. */
final class Manifests {

    /** Where Maven runs the tests. */
    static final Path HOME = Path.of("").toAbsolutePath();

    static final Path BASE = HOME.resolve("base");

    /** The kinds of the cluster's, not of Kustomize's own. */
    private static final Pattern RESOURCE = Pattern.compile("(?m)^apiVersion: (?!builtin)");

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Manifests() {}

    /** All files that hold a resource: not Kustomize's own, nor patches and name references, which have no kind. */
    static List<Path> resourceFiles() throws IOException {
        try (Stream<Path> files =
                Stream.of("base", "components", "gateway", "overlays").flatMap(Manifests::walk)) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml"))
                    .filter(file -> RESOURCE.matcher(text(file)).find())
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> walk(String folder) {
        try {
            return Files.walk(HOME.resolve(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resources of a folder without Kustomize: what its files say. */
    static List<HasMetadata> filesOf(Path folder) throws IOException {
        return resourceFiles().stream()
                .filter(file -> folder.equals(file.getParent()))
                .flatMap(file -> parse(text(file)).stream())
                .toList();
    }

    /** Reads YAML documents; fails on a key that is there twice. */
    static List<HasMetadata> parse(String documents) {
        return Arrays.stream(documents.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .map(document -> (HasMetadata) YAML.unmarshal(document))
                .toList();
    }

    /** The manifests that {@code kubectl kustomize} makes of a folder. */
    static String render(Path folder) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kustomize", ".txt");
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                    .redirectError(errors.toFile())
                    .start();
            String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("kubectl kustomize " + folder + ": " + text(errors));
            }
            return rendered;
        } finally {
            Files.delete(errors);
        }
    }

    /** Renders the base with components, as an overlay in another folder would. */
    static String renderWith(Path folder, String... components) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(
                "apiVersion: kustomize.config.k8s.io/v1beta1",
                "kind: Kustomization",
                "namespace: effe",
                "namePrefix: hello-",
                "resources: [" + folder.relativize(BASE) + "]",
                "images: [" + image("effe-function") + ", " + image("effe-function-canary") + "]",
                "components:"));
        for (String component : components) {
            lines.add("- " + folder.relativize(HOME.resolve("components").resolve(component)));
        }
        Files.write(folder.resolve("kustomization.yaml"), lines);
        return render(folder);
    }

    private static String image(String name) {
        return "{name: " + name + ", newName: registry.example.com/" + name + ", digest: 'sha256:" + "0".repeat(64)
                + "'}";
    }

    /** True if there is a kubectl; says so if not. */
    static boolean haveKubectl() {
        boolean have = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        if (!have) {
            System.out.println("Skipped: no kubectl on the PATH to render the overlays with");
        }
        return have;
    }
}
