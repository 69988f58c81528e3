package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The arguments of {@code effe image}.
 *
 * @param function the jar or folder of the function
 * @param output the file to write
 * @param base the image to add the function to; empty for the file beside effe.jar
 * @param baseDigest the digest that it must have; empty for any
 * @param tag the image's name
 * @param push where to push it; empty for nowhere
 */
record ImageArguments(
        Path function,
        Path output,
        Optional<Path> base,
        Optional<String> baseDigest,
        ImageReference tag,
        Optional<ImageReference> push) {

    private static final String DIGEST_MARK = "@sha256:";

    /**
     * Checks what was given.
     *
     * @param base a path, perhaps with {@code @sha256:...} behind it; "" for the file beside effe.jar
     * @throws UsageException if a value is not allowed
     */
    static ImageArguments of(Path function, Path output, String base, Optional<String> tag, Optional<String> pushed) {
        Optional<ImageReference> push = pushed.map(text -> ImageReference.parse("--push", text));
        if (push.isPresent() && push.get().registry().isEmpty()) {
            throw new UsageException("--push must begin with a host, but was '" + push.get() + "'");
        }
        ImageReference name = tag.map(text -> ImageReference.parse("--tag", text))
                .or(() -> push)
                .orElseGet(() -> ImageReference.ofFile(String.valueOf(function.getFileName())));
        int mark = base.lastIndexOf(DIGEST_MARK);
        String path = mark < 0 ? base : base.substring(0, mark);
        return new ImageArguments(
                function,
                output,
                path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path)),
                mark < 0 ? Optional.empty() : Optional.of(digest(base.substring(mark + 1))),
                name,
                push);
    }

    private static String digest(String text) {
        if (!Blob.isDigest(text)) {
            throw new UsageException("--base must be a path, or one with @sha256: and 64 digits of 0-9 and a-f behind"
                    + " it, but the digest was '" + text + "'");
        }
        return text;
    }
}
