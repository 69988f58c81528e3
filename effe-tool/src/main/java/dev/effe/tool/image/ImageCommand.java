package dev.effe.tool.image;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code effe image}: adds a function to a base image, writes the result and pushes it. */
public final class ImageCommand {

    /** The command's name, the first argument of effe. */
    public static final String NAME = "image";

    private ImageCommand() {}

    /**
     * Runs it.
     *
     * @param arguments those behind its name
     * @param environment the environment variables
     * @param out for what it has made
     * @throws dev.effe.server.settings.UsageException if the arguments are wrong
     * @throws IOException if a file or the registry fails; the message says which
     */
    public static void run(List<String> arguments, Map<String, String> environment, PrintStream out)
            throws IOException {
        if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
            out.print(ImageArguments.HELP);
            return;
        }
        ImageArguments asked = ImageArguments.parse(arguments);
        FunctionLayer function = FunctionLayer.of(asked.function());
        Image image = Image.of(Layout.at(base(asked.base())), asked.baseDigest(), function);
        ImageTar.write(image, asked.tag(), asked.output());
        out.printf(
                "Wrote %s, %d bytes, of them %d of the function: %s@%s%n",
                asked.output(),
                Files.size(asked.output()),
                function.blob().size(),
                asked.tag(),
                image.manifest().digest());
        if (asked.push().isPresent()) {
            ImageReference push = asked.push().get();
            push(image, push, DockerConfig.authorization(push.loginKey(), environment));
            out.printf("Pushed %s@%s%n", push, image.manifest().digest());
        }
    }

    private static void push(Image image, ImageReference push, String login) throws IOException {
        try {
            new Registry(push, login).push(image);
        } catch (ImageException e) {
            throw e;
        } catch (IOException e) {
            // Its own message often says no more than "Connection refused".
            throw new ImageException("Cannot push to " + push.apiHost() + ": " + e);
        }
    }

    private static Path base(Optional<Path> given) throws ImageException {
        Path base = given.orElseGet(ImageCommand::besideThisJar);
        if (!Files.exists(base)) {
            throw new ImageException(
                    "There is no base image at " + base + "; name one with --base, such as Effe's own: "
                            + "docker build -f docker/Dockerfile -t effe ., then "
                            + "skopeo copy docker-daemon:effe:latest oci-archive:effe-base.tar");
        }
        return base;
    }

    private static Path besideThisJar() {
        try {
            Path jar = Path.of(ImageCommand.class
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
