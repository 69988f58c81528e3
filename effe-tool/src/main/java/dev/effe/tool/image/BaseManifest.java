package dev.effe.tool.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the manifest of a base image, that of a platform if it has several. */
final class BaseManifest {

    /** Indexes that name indexes: nobody has more than two. */
    private static final int MAX_INDEXES = 8;

    private BaseManifest() {}

    /**
     * Reads it.
     *
     * @param pin the digest that it, or an index that leads to it, must have; empty for any. The file index.json has no
     *     digest; whatever it leads to has, and is compared with it
     * @param platform chosen where there are several images
     */
    static Map<String, Object> read(Layout base, Optional<String> pin, Platform platform) throws IOException {
        Map<String, Object> found = JsonTree.read(index(base), "index.json of the base");
        Optional<String> wanted = pin;
        for (int i = 0; i < MAX_INDEXES && found.containsKey("manifests"); i++) {
            Map<String, Object> chosen = chosen(found, wanted, platform);
            if (wanted.equals(Optional.of(JsonTree.text(chosen, "digest")))) {
                wanted = Optional.empty();
            }
            found = JsonTree.read(Blob.in(base, chosen).bytes(), "A manifest of the base");
        }
        if (wanted.isPresent()) {
            throw new ImageException("The base has no image " + wanted.get() + " for " + platform);
        }
        return found;
    }

    private static byte[] index(Layout base) throws IOException {
        try (InputStream in = base.open("index.json")) {
            return in.readNBytes(Blob.MAX_JSON_BYTES);
        }
    }

    private static Map<String, Object> chosen(Map<String, Object> index, Optional<String> wanted, Platform platform)
            throws ImageException {
        List<Map<String, Object>> manifests = new ArrayList<>();
        for (Object manifest : JsonTree.list(index.get("manifests"), "manifests")) {
            manifests.add(JsonTree.object(manifest, "manifests"));
        }
        for (Map<String, Object> manifest : manifests) {
            if (wanted.equals(Optional.of(JsonTree.text(manifest, "digest")))) {
                return manifest;
            }
        }
        if (manifests.size() == 1) {
            return manifests.get(0);
        }
        for (Map<String, Object> manifest : manifests) {
            if (manifest.get("platform") instanceof Map<?, ?> said && platform.is(said)) {
                return manifest;
            }
        }
        throw new ImageException("The base has no image for " + platform);
    }
}
