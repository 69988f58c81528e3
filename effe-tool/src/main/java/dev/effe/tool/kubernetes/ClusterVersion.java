package dev.effe.tool.kubernetes;

import dev.effe.server.json.Json;
import dev.effe.tool.remote.Configuration;
import dev.effe.tool.remote.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version of a function as a cluster has it. Immutable.
 *
 * @param hash of all that it is made of but for the values of secrets
 * @param digest of its image
 * @param configuration by key, as diffs show it
 * @param bytes the length of the function's own layer
 * @param created when, as the cluster writes it
 * @param replicas the pods that it is to have; 0 while it rests
 */
record ClusterVersion(
        int number,
        String hash,
        String digest,
        SortedMap<String, String> configuration,
        long bytes,
        String created,
        long replicas) {

    /** That of the base. */
    private static final int DEFAULT_MEMORY_MB = 128;

    private static final String ENVIRONMENT = "environment.";

    /** Copies the map. */
    ClusterVersion {
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    }

    /** Reads a Deployment. */
    static ClusterVersion of(int number, Map<String, Object> deployment) {
        Map<String, Object> metadata = JsonFields.map(deployment.get("metadata"));
        Map<String, Object> annotations = JsonFields.map(metadata.get("annotations"));
        Map<String, Object> spec = JsonFields.map(deployment.get("spec"));
        Map<String, Object> pod =
                JsonFields.map(JsonFields.map(spec.get("template")).get("spec"));
        String image = JsonFields.list(pod.get("containers")).stream()
                .map(container -> JsonFields.text(JsonFields.map(container), "image"))
                .findFirst()
                .orElse("");
        return new ClusterVersion(
                number,
                JsonFields.text(annotations, Names.CODE),
                image.replaceFirst("^[^@]*@?", ""),
                configuration(JsonFields.text(annotations, Names.CONFIGURATION)),
                bytes(JsonFields.text(annotations, Names.BYTES)),
                JsonFields.text(metadata, "creationTimestamp"),
                JsonFields.number(spec, "replicas"));
    }

    private static SortedMap<String, String> configuration(String json) {
        SortedMap<String, String> configuration = new TreeMap<>();
        try {
            JsonFields.map(Json.read(json.getBytes(StandardCharsets.UTF_8)))
                    .forEach((key, value) -> configuration.put(key, String.valueOf(value)));
        } catch (IllegalArgumentException e) {
            return new TreeMap<>(); // Somebody else has written it.
        }
        return configuration;
    }

    private static long bytes(String digits) {
        return digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : 0;
    }

    /** As commands show versions. */
    Configuration shown() {
        String memory = configuration.getOrDefault("memory", "").replaceFirst("Mi$", "");
        SortedMap<String, String> environment = new TreeMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(ENVIRONMENT)) {
                environment.put(key.substring(ENVIRONMENT.length()), value);
            }
        });
        return new Configuration(
                "" + number,
                configuration.getOrDefault("handler", configuration.getOrDefault("logic", "")),
                configuration.getOrDefault("runtime", "java"),
                memory.matches("[0-9]{1,9}") ? Integer.parseInt(memory) : DEFAULT_MEMORY_MB,
                0,
                "",
                environment,
                digest.replaceFirst("^sha256:", ""),
                bytes,
                "",
                created);
    }
}
