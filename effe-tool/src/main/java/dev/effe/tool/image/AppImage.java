package dev.effe.tool.image;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The image of one function of an application, made as {@code effe image effe.yaml} makes it, and written nowhere yet.
 * Immutable.
 */
public final class AppImage {

    private static final int TAG_DIGITS = 16;

    private final String name;
    private final ImageSet image;
    private final long bytes;
    private final int files;

    private AppImage(String name, ImageSet image, long bytes, int files) {
        this.name = name;
        this.image = image;
        this.bytes = bytes;
        this.files = files;
    }

    /**
     * Adds a function to a base image.
     *
     * @param files effe.yaml, and what is laid over it
     * @param base a folder or tar in the OCI layout, perhaps with {@code @sha256:...}; "" for the file beside effe.jar
     * @param platforms such as {@code linux/arm64}; none for this machine's
     * @throws ImageException if there is no such base, or no such code
     */
    public static AppImage of(
            List<Path> files, Application application, FunctionEntry function, String base, List<String> platforms)
            throws IOException {
        String name = application.name() + "-" + function.name();
        FunctionLayer layer = AppLayer.of(files, function);
        Map<String, String> labels = Labels.of(ImageReference.parse("--tag", name), Map.of());
        ImageSet image = BaseImage.parse(base, platforms).existing().with(layer, labels);
        int code = 0;
        for (Mention path : function.program().code()) {
            try (Stream<Path> all = Files.walk(Path.of(path.text()))) {
                code += (int) all.filter(Files::isRegularFile).count();
            }
        }
        return new AppImage(name, image, layer.blob().size(), code);
    }

    /** The digest by which it is run. */
    public String digest() {
        return image.top().digest();
    }

    /** The length of the function's own layer. */
    public long bytes() {
        return bytes;
    }

    /** The number of jars and files that are its code. */
    public int files() {
        return files;
    }

    /** Its name below a registry, without a tag. */
    public String below(String registry) {
        return registry + "/" + name;
    }

    /**
     * Pushes what the registry does not have yet. The tag is the begin of the digest, so that no push takes the tag, and
     * with it the image, of an earlier version away.
     *
     * @param environment where the logins of registries are found
     */
    public void push(String registry, Map<String, String> environment) throws IOException {
        String digits = digest().replaceFirst("^sha256:", "").substring(0, TAG_DIGITS);
        ImageReference to = ImageReference.parse("--push", below(registry) + ":" + digits);
        ImageCommand.push(image, to, DockerConfig.authorization(to.loginKey(), environment), Optional.empty());
    }
}
