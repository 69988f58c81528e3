package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small base image in a folder, in the OCI layout. */
public final class BaseLayout {

    private final Path folder;

    BaseLayout(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("blobs/sha256"));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    /** The image for one architecture. */
    public static Path in(Path folder) throws IOException {
        BaseLayout base = new BaseLayout(folder);
        base.index(List.of(base.image("amd64")));
        return folder;
    }

    /** Adds an image, whose only file says its architecture, and returns its descriptor. */
    Map<String, Object> image(String architecture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file("base.txt", architecture.getBytes(StandardCharsets.UTF_8));
        tar.finish();
        Blob layer = add("application/vnd.oci.image.layer.v1.tar", bytes.toByteArray());
        Map<String, Object> config = Map.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "config",
                Map.of(
                        "Entrypoint",
                        List.of("/effe"),
                        "User",
                        "65532",
                        "Env",
                        List.of("EFFE_FUNCTION=/old.jar", "EFFE_DRAIN_DELAY=5s"),
                        "Labels",
                        Map.of("com.example.team", "base", "org.opencontainers.image.description", "of the base")),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of(layer.digest())),
                "history",
                List.of(Map.of("created_by", "base")));
        Blob configuration = add("application/vnd.oci.image.config.v1+json", Json.write(config));
        Map<String, Object> manifest =
                Map.of("schemaVersion", 2, "config", configuration.descriptor(), "layers", List.of(layer.descriptor()));
        Map<String, Object> descriptor = add("application/vnd.oci.image.manifest.v1+json", Json.write(manifest))
                .descriptor();
        descriptor.put("platform", Map.of("os", "linux", "architecture", architecture));
        return descriptor;
    }

    void index(List<Map<String, Object>> manifests) throws IOException {
        Files.write(
                folder.resolve("index.json"),
                Json.write(Map.of("schemaVersion", 2, "manifests", new ArrayList<>(manifests))));
    }

    /** Adds an index of images, and returns its descriptor. */
    Map<String, Object> indexed(List<Map<String, Object>> manifests) throws IOException {
        return add("application/vnd.oci.image.index.v1+json", Json.write(Map.of("manifests", manifests)))
                .descriptor();
    }

    private Blob add(String mediaType, byte[] bytes) throws IOException {
        Blob blob = Blob.of(mediaType, bytes);
        Files.write(folder.resolve(blob.path()), bytes);
        return blob;
    }
}
