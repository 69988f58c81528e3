package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The image that functions are added to, as {@code --base} names it, and what the result is to run on.
 *
 * @param path a folder or tar in the OCI layout
 * @param digest the digest that it must have; empty for any
 * @param platforms an image for each; none for this machine's alone
 */
record BaseImage(Path path, Optional<String> digest, List<Platform> platforms) {

    private static final String DIGEST_MARK = "@sha256:";

    /**
     * Reads the values of {@code --base} and {@code --platform}.
     *
     * @param text a path, perhaps with {@code @sha256:...} behind it; "" for the file beside effe.jar
     * @throws UsageException if the digest is none, or a platform
     */
    static BaseImage parse(String text, List<String> platforms) {
        int mark = text.lastIndexOf(DIGEST_MARK);
        String path = mark < 0 ? text : text.substring(0, mark);
        return new BaseImage(
                path.isEmpty() ? besideThisJar() : Path.of(path),
                mark < 0 ? Optional.empty() : Optional.of(digest(text.substring(mark + 1))),
                platforms.stream().map(Platform::parse).distinct().toList());
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
     * @throws ImageException if it is no image, has another digest, or none for a platform
     */
    ImageSet with(FunctionLayer function, Map<String, String> labels) throws IOException {
        Layout base = Layout.at(path);
        List<Image> images = new ArrayList<>();
        for (Platform platform : platforms) {
            images.add(Image.of(base, digest, Optional.of(platform), function, labels));
        }
        return ImageSet.of(
                images.isEmpty() ? List.of(Image.of(base, digest, Optional.empty(), function, labels)) : images);
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
