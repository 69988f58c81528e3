package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of what an image is made of, which is attached to it in a registry, as the OCI Image Specification 1.1 has it.
 *
 * @param file the list
 * @param name of the file
 */
record Sbom(Blob file, String name) {

    private static final int MOST_BYTES = 32 << 20;
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** Stands for a configuration where there is none. */
    private static final Blob EMPTY =
            Blob.of("application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.UTF_8));

    /**
     * Reads one.
     *
     * @throws ImageException if it is neither CycloneDX nor SPDX in JSON, or too large
     */
    static Sbom of(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ImageException("--sbom " + path + " is no file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new ImageException("--sbom " + path + " has more than " + MOST_BYTES + " bytes");
        }
        Map<String, Object> json = JsonTree.read(bytes, "--sbom " + path);
        boolean cyclone = JsonTree.text(json, "bomFormat").equals("CycloneDX");
        if (!cyclone && JsonTree.text(json, "spdxVersion").isEmpty()) {
            throw new ImageException("--sbom " + path + " is neither CycloneDX nor SPDX, in JSON");
        }
        String type = cyclone ? "application/vnd.cyclonedx+json" : "application/spdx+json";
        return new Sbom(Blob.of(type, bytes), path.getFileName().toString());
    }

    /** The bytes that its manifest names. */
    List<Blob> blobs() {
        return List.of(file, EMPTY);
    }

    /** The manifest that attaches it to an image, or an index of images. */
    Blob manifest(Blob subject) {
        Map<String, Object> layer = file.descriptor();
        layer.put("annotations", Map.of("org.opencontainers.image.title", name));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put("artifactType", file.mediaType());
        manifest.put("config", EMPTY.descriptor());
        manifest.put("layers", List.of(layer));
        manifest.put("subject", subject.descriptor());
        return Blob.of(MANIFEST, Json.write(manifest));
    }

    /** The descriptor of its manifest, by which clients tell it from other things that are attached. */
    Map<String, Object> referrer(Blob manifest) {
        Map<String, Object> descriptor = manifest.descriptor();
        descriptor.put("artifactType", file.mediaType());
        return descriptor;
    }
}
