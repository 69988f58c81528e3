package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes an image, or an index of several, into one file that is an OCI layout and what {@code docker save} writes, both on the same blobs. */
final class ImageTar {

    private ImageTar() {}

    /** Writes it beside its place first: nobody finds half an image. */
    static void write(ImageSet image, ImageReference tag, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ImageException("There is no folder for " + file);
        }
        if (Files.isDirectory(file)) {
            throw new ImageException(file + " is a folder; name a file to write");
        }
        // Not createTempFile, whose files are for their owner only.
        Path part = folder.resolve(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 64 * 1024)) {
                write(image, tag, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw new ImageException("Cannot write " + file + ": " + e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(ImageSet image, ImageReference tag, OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(out);
        tar.file("oci-layout", Json.write(Map.of("imageLayoutVersion", "1.0.0")));
        tar.file("index.json", Json.write(index(image, tag)));
        tar.file("manifest.json", Json.write(List.of(dockerManifest(image.ofThisMachine(), tag))));
        tar.folder("blobs");
        tar.folder("blobs/sha256");
        for (Blob blob : image.blobs()) {
            tar.file(blob.path(), blob.size(), blob::copyTo);
        }
        tar.finish();
    }

    private static Map<String, Object> index(ImageSet image, ImageReference tag) {
        Map<String, Object> manifest = image.top().descriptor();
        manifest.put(
                "annotations",
                new TreeMap<>(Map.of(
                        "io.containerd.image.name", tag.toString(), "org.opencontainers.image.ref.name", tag.tag())));
        return new TreeMap<>(Map.of("schemaVersion", 2, "manifests", List.of(manifest)));
    }

    private static Map<String, Object> dockerManifest(Image image, ImageReference tag) {
        return new TreeMap<>(Map.of(
                "Config",
                image.config().path(),
                "RepoTags",
                List.of(tag.toString()),
                "Layers",
                image.layers().stream().map(Blob::path).toList()));
    }
}
