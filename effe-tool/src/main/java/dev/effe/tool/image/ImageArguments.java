package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The arguments of {@code effe image}.
 *
 * @param function the jar or folder of the function
 * @param output the file to write
 * @param base the image to add the function to
 * @param tag the image's name
 * @param push where to push it; empty for nowhere
 */
record ImageArguments(Path function, Path output, BaseImage base, ImageReference tag, Optional<ImageReference> push) {

    /**
     * Checks what was given.
     *
     * @throws UsageException if a value is not allowed
     */
    static ImageArguments of(
            Path function, Path output, BaseImage base, Optional<String> tag, Optional<String> pushed) {
        Optional<ImageReference> push = pushed.map(text -> ImageReference.parse("--push", text));
        if (push.isPresent() && push.get().registry().isEmpty()) {
            throw new UsageException("--push must begin with a host, but was '" + push.get() + "'");
        }
        ImageReference name = tag.map(text -> ImageReference.parse("--tag", text))
                .or(() -> push)
                .orElseGet(() -> ImageReference.ofFile(String.valueOf(function.getFileName())));
        return new ImageArguments(function, output, base, name, push);
    }
}
