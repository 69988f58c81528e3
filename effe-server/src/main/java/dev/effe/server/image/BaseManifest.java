package dev.effe.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the manifest of a base image, for this machine's architecture if it has several. */
final class BaseManifest {

    private BaseManifest() {}

    static Map<String, Object> read(Layout base) throws IOException {
        byte[] bytes;
        try (InputStream in = base.open("index.json")) {
            bytes = in.readAllBytes();
        }
        Map<String, Object> found = JsonTree.read(bytes, "index.json of the base");
        while (found.containsKey("manifests")) {
            found = JsonTree.read(Blob.in(base, chosen(found)).bytes(), "A manifest of the base");
        }
        return found;
    }

    private static Map<String, Object> chosen(Map<String, Object> index) throws ImageException {
        List<Map<String, Object>> manifests = new ArrayList<>();
        for (Object manifest : JsonTree.list(index.get("manifests"), "manifests")) {
            manifests.add(JsonTree.object(manifest, "manifests"));
        }
        if (manifests.size() == 1) {
            return manifests.get(0);
        }
        for (Map<String, Object> manifest : manifests) {
            if (manifest.get("platform") instanceof Map<?, ?> platform
                    && "linux".equals(platform.get("os"))
                    && architecture().equals(platform.get("architecture"))) {
                return manifest;
            }
        }
        throw new ImageException("The base has no image for linux/" + architecture());
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch", "")) {
            case "aarch64", "arm64" -> "arm64";
            default -> "amd64";
        };
    }
}
