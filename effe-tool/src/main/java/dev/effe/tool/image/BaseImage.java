package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The image that functions are added to, as {@code --base} names it.
 *
 * @param path a folder or tar in the OCI layout
 * @param digest the digest that it must have; empty for any
 */
record BaseImage(Path path, Optional<String> digest) {

    private static final String DIGEST_MARK = "@sha256:";

    /**
     * Reads a value of {@code --base}.
     *
     * @param text a path, perhaps with {@code @sha256:...} behind it; "" for the file beside effe.jar
     * @throws UsageException if the digest is none
     */
    static BaseImage parse(String text) {
        int mark = text.lastIndexOf(DIGEST_MARK);
        String path = mark < 0 ? text : text.substring(0, mark);
        return new BaseImage(
                path.isEmpty() ? besideThisJar() : Path.of(path),
                mark < 0 ? Optional.empty() : Optional.of(digest(text.substring(mark + 1))));
    }

    private static String digest(String text) {
        if (!Blob.isDigest(text)) {
            throw new UsageException("--base must be a path, or one with @sha256: and 64 digits of 0-9 and a-f behind"
                    + " it, but the digest was '" + text + "'");
        }
        return text;
    }

    /**
     * Adds a layer to it.
     *
     * @throws ImageException if it is no image, or has another digest
     */
    Image with(FunctionLayer function) throws IOException {
        return Image.of(Layout.at(path), digest, function);
    }

    /** Returns it, if its file is there. */
    BaseImage existing() throws ImageException {
        if (!Files.exists(path)) {
            throw new ImageException(
                    "There is no base image at " + path + "; name one with --base, such as Effe's own: "
                            + "docker build -f docker/Dockerfile -t effe ., then "
                            + "skopeo copy docker-daemon:effe:latest oci-archive:effe-base.tar");
        }
        return this;
    }

    private static Path besideThisJar() {
        try {
            Path jar = Path.of(BaseImage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling("effe-base.tar");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A file has a location", e);
        }
    }
}
