package dev.effe.tool.image;

import dev.effe.tool.ToolCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code effe image}: adds a function to a base image, writes the result and pushes it. */
@Command(
        name = "image",
        sortOptions = false,
        description = {
            "Adds a function to a base image, without Docker.",
            "The same input gives the same bytes.",
        },
        footer = {
            "",
            "Examples:",
            "  effe image --function hello.jar -o hello.tar && docker load -i hello.tar",
            "  effe image --function hello.jar -o hello.tar --push localhost:5000/hello:1"
        })
public final class ImageCommand implements ToolCommand {

    @Option(
            names = "--function",
            required = true,
            paramLabel = "<path>",
            description = "Jar or folder of the function; it comes to /function.")
    private Path function;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "<file>",
            description = "The tar to write, for docker load, podman load and skopeo.")
    private Path output;

    @Option(
            names = "--base",
            paramLabel = "<path[@sha256:...]>",
            description =
                    "Base image, a folder or tar in the OCI layout (effe-base.tar beside effe.jar); with a digest,"
                            + " only the image, or index of images, that has it.")
    private String base = "";

    @Option(
            names = "--tag",
            paramLabel = "<name:tag>",
            description = "Name of the image (of --push, else the function's file with :latest).")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--push",
            paramLabel = "<host:port/name:tag>",
            description = "Registry to push it to as well; by HTTP on loopback, else by HTTPS, with the password that"
                    + " docker login has put into ~/.docker/config.json.")
    private Optional<String> push = Optional.empty();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        make(arguments(), environment, out);
    }

    /** The arguments, checked. */
    ImageArguments arguments() {
        return ImageArguments.of(function, output, base, tag, push);
    }

    private static void make(ImageArguments asked, Map<String, String> environment, PrintStream out)
            throws IOException {
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
