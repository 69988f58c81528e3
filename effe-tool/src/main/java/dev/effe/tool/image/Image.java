package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An image: its manifest, its configuration, its layers from the lowest to the uppermost.
 *
 * @param manifest names the others; its digest is the image's
 */
record Image(Blob manifest, Blob config, List<Blob> layers) {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    /** They say which function it is. */
    private static final Set<String> WHICH = Set.of("EFFE_FUNCTION", "EFFE_APP", "EFFE_ONLY");
    /** So that two builds have the same bytes. */
    private static final String NO_TIME = "1970-01-01T00:00:00Z";

    /** Everything, the manifest last: it may be pushed once the others are there. */
    List<Blob> blobs() {
        List<Blob> blobs = new ArrayList<>(layers);
        blobs.add(config);
        blobs.add(manifest);
        return blobs;
    }

    /** The platform, as an index says it. */
    Map<String, Object> platform() throws IOException {
        Map<String, Object> all = JsonTree.read(config.bytes(), "A configuration");
        Map<String, Object> platform = new LinkedHashMap<>();
        for (String name : List.of("architecture", "os", "variant")) {
            if (all.containsKey(name)) {
                platform.put(name, all.get(name));
            }
        }
        return platform;
    }

    /**
     * A base with a function.
     *
     * @param pin the digest that the base must have; empty for any
     * @param asked what it must run on; empty for this machine, or whatever the only image of the base does
     * @param labels of the image; what the base says of itself by the names of the OCI goes
     */
    static Image of(
            Layout base,
            Optional<String> pin,
            Optional<Platform> asked,
            FunctionLayer function,
            Map<String, String> labels)
            throws IOException {
        Map<String, Object> below = BaseManifest.read(base, pin, asked.orElseGet(Platform::ofThisMachine));
        List<Blob> layers = new ArrayList<>();
        for (Object descriptor : JsonTree.list(below.get("layers"), "layers")) {
            layers.add(Blob.in(base, JsonTree.object(descriptor, "layers")));
        }
        Blob configBelow = Blob.in(base, JsonTree.object(below.get("config"), "config"));
        Blob config = config(configBelow, layers.size(), function, labels);
        layers.add(function.blob());
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put("config", config.descriptor());
        manifest.put("layers", layers.stream().map(Blob::descriptor).toList());
        Image image = new Image(Blob.of(MANIFEST, Json.write(manifest)), config, layers);
        if (asked.isPresent() && !asked.get().is(image.platform())) {
            throw new ImageException("The base has no image for " + asked.get() + ", only for "
                    + image.platform().get("os") + "/" + image.platform().get("architecture"));
        }
        return image;
    }

    /** The base's configuration, its entry point among it, with one more layer and the variables that name it. */
    private static Blob config(Blob below, int layersBelow, FunctionLayer function, Map<String, String> labels)
            throws IOException {
        Map<String, Object> config = JsonTree.read(below.bytes(), "The configuration of the base");
        Map<String, Object> files = JsonTree.object(config.get("rootfs"), "rootfs");
        List<Object> digests = JsonTree.list(files.get("diff_ids"), "diff_ids");
        if (digests.size() != layersBelow) {
            throw new ImageException("The base is damaged: its configuration is of " + digests.size()
                    + " layers, its manifest has " + layersBelow);
        }
        digests.add(function.blob().digest());
        files.put("diff_ids", digests);
        config.put("rootfs", files);
        config.put("created", NO_TIME);
        Map<String, Object> run = withVariables(JsonTree.object(config.get("config"), "config"), function.variables());
        config.put("config", withLabels(run, labels));
        if (config.get("history") instanceof List<?> history) {
            List<Object> longer = new ArrayList<>(history);
            longer.add(Map.of("created", NO_TIME, "created_by", "effe image"));
            config.put("history", longer);
        }
        return Blob.of(CONFIG, Json.write(config));
    }

    private static Map<String, Object> withLabels(Map<String, Object> run, Map<String, String> added)
            throws ImageException {
        Map<String, Object> labels =
                run.containsKey("Labels") ? JsonTree.object(run.get("Labels"), "Labels") : Map.of();
        Map<String, Object> all = new TreeMap<>(labels);
        all.keySet().removeIf(name -> name.startsWith(Labels.OF_THE_OCI));
        all.putAll(added);
        run.put("Labels", all);
        return run;
    }

    private static Map<String, Object> withVariables(Map<String, Object> run, Map<String, String> added)
            throws ImageException {
        List<Object> variables = run.containsKey("Env") ? JsonTree.list(run.get("Env"), "Env") : new ArrayList<>();
        variables.removeIf(variable -> WHICH.contains(String.valueOf(variable).replaceFirst("=.*", "")));
        new TreeMap<>(added).forEach((name, value) -> variables.add(name + "=" + value));
        run.put("Env", variables);
        return run;
    }
}
