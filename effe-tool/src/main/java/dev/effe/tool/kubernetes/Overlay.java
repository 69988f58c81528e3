package dev.effe.tool.kubernetes;

import dev.effe.server.file.Sha256;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Kustomize overlay of a function: names, image and patches around the base of k8s/base. Immutable.
 *
 * @param workload the function
 * @param version {@code v3}; empty for a function without versions
 * @param secret the name of the Secret with its variables and files
 * @param annotations of the Deployment
 */
record Overlay(Workload workload, Optional<String> version, String secret, Map<String, String> annotations) {

    /** The folder of the base: a name that no function has. */
    static final String BASE = "_base";

    private static final int HASH_DIGITS = 32;

    Overlay {
        annotations = new LinkedHashMap<>(annotations);
    }

    /**
     * A hash of all that a version is made of but for the values of secrets. Two versions with the same one, and the same
     * secrets, are the same.
     */
    static String hash(Workload workload) throws IOException {
        MessageDigest digest = Sha256.digest();
        Overlay neutral = new Overlay(workload, Optional.of("v"), "secret", Map.of());
        neutral.files(Optional.empty())
                .forEach((name, text) -> digest.update((name + "\n" + text).getBytes(StandardCharsets.UTF_8)));
        for (Map.Entry<String, byte[]> file : BaseFiles.all().entrySet()) {
            digest.update(file.getValue());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    /** Writes it to a folder beside that of the base. */
    void write(Path folder, Optional<String> namespace) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files(namespace).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** The files by name. */
    Map<String, String> files(Optional<String> namespace) {
        Map<String, String> files = new LinkedHashMap<>();
        String policy = policy();
        files.put("kustomization.yaml", kustomization(namespace, !policy.isEmpty()));
        files.put("deployment.yaml", new DeploymentPatch(workload, secret, annotations).text());
        if (!policy.isEmpty()) {
            files.put("networkpolicy.yaml", policy);
        }
        return files;
    }

    private String kustomization(Optional<String> namespace, boolean policy) {
        Lines text = new Lines();
        text.add("apiVersion: kustomize.config.k8s.io/v1beta1");
        text.add("kind: Kustomization");
        namespace.ifPresent(name -> text.add("namespace: " + quoted(name)));
        text.add("resources:");
        text.add("  - ../" + BASE);
        text.add("namePrefix: " + workload.name() + "-");
        version.ifPresent(suffix -> text.add("nameSuffix: -" + suffix));
        text.add("labels:");
        version.ifPresent(label -> {
            text.add("  - pairs:");
            text.add("      " + Names.VERSION + ": " + label);
            text.add("    includeSelectors: true");
        });
        text.add("  - pairs:");
        version.ifPresent(label -> text.add("      app.kubernetes.io/version: " + label));
        text.add("      " + Names.PART_OF + ": " + quoted(workload.application()));
        text.add("      " + Names.MANAGED_BY + ": " + Names.EFFE);
        text.add("    includeTemplates: true");
        text.add("images:");
        text.add("  - name: effe-function");
        text.add("    newName: " + workload.image());
        text.add("    digest: " + workload.digest());
        text.add("patches:");
        text.add("  - path: deployment.yaml");
        if (policy) {
            text.add("  - path: networkpolicy.yaml");
            text.add("    target:");
            text.add("      kind: NetworkPolicy");
        }
        return text.toString();
    }

    /** The ways out that the base does not have. */
    private String policy() {
        Lines text = new Lines();
        if (!workload.callees().isEmpty()) {
            text.add("- op: add");
            text.add("  path: /spec/egress/-");
            text.add("  value:");
            text.add("    to:");
            text.add("      - podSelector:");
            // Not matchLabels, to which Kustomize would add the version.
            text.add("          matchExpressions:");
            text.add("            - key: " + Names.PART_OF);
            text.add("              operator: In");
            text.add("              values: [" + quoted(workload.application()) + "]");
            text.add("    ports:");
            text.add("      - protocol: TCP");
            text.add("        port: http");
        }
        for (int port : workload.wayOut()) {
            text.add("- op: add");
            text.add("  path: /spec/egress/-");
            text.add("  value:");
            text.add("    ports:");
            text.add("      - protocol: TCP");
            text.add("        port: " + port);
        }
        return text.toString();
    }

    /** A text as YAML, on one line; without quotes {@code on} and {@code no} would be no texts. */
    static String quoted(String text) {
        return Json.text(text);
    }
}
