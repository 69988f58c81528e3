package dev.effe.tool.image;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.app.OnlyFunctions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "  effe image --function hello.jar -o hello.tar --push localhost:5000/hello:1",
            "  effe image --function hello.jar -o hello.tar --push localhost:5000/hello:1 --sbom target/bom.json",
            "  effe image --function hello.jar -o hello.tar --platform linux/amd64,linux/arm64",
            "  effe image effe.yaml -o images         images/shop-orders.tar and others"
        })
public final class ImageCommand implements ToolCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "effe.yaml",
            description =
                    "An application's file, for an image of each function; later files are laid over earlier ones.")
    private List<Path> files = List.of();

    @Mixin
    private OnlyFunctions only;

    @Option(
            names = "--function",
            paramLabel = "<path>",
            description = "Jar or folder of the function; it comes to /function.")
    private Optional<Path> function = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "<file>",
            description = "The tar to write, for docker load, podman load and skopeo; of an application the folder.")
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
            description = "Name of the image (of --push, else the function's file with :latest); of an application the"
                    + " tag alone.")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "<os/arch>",
            description = "What the image is to run on, such as linux/arm64, if the base has images for it; of several"
                    + " an index of images (this machine's).")
    private List<String> platforms = List.of();

    @Option(
            names = "--label",
            paramLabel = "<name=value>",
            description =
                    "A label of the image, such as org.opencontainers.image.revision=$(git rev-parse HEAD); may be"
                            + " repeated. Its title and version are its name and tag unless given.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--push",
            paramLabel = "<host:port/name:tag>",
            description = "Registry to push it to as well; by HTTP on loopback, else by HTTPS, with the password that"
                    + " docker login has put into ~/.docker/config.json. Of an application without name and tag.")
    private Optional<String> push = Optional.empty();

    @Option(
            names = "--sbom",
            paramLabel = "<bom.json>",
            description = "What the function is made of, as CycloneDX or SPDX in JSON: attached to the image that is"
                    + " pushed, where clients of OCI registries look for it.")
    private Optional<Path> sbom = Optional.empty();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (sbom.isPresent() && push.isEmpty()) {
            throw new UsageException("--sbom needs --push: it is attached to an image in a registry");
        }
        if (files.isEmpty()) {
            make(arguments(), environment, out);
            return;
        }
        if (function.isPresent()) {
            throw new UsageException("--function and effe.yaml exclude each other: the file names functions");
        }
        AppCheck check = AppCheck.of(files, only.names());
        Application application = check.orThrow();
        BaseImage below = BaseImage.parse(base, platforms).existing();
        new AppImages(files, output, below, tag.orElse("latest"), labels, push, list())
                .make(application, check.hosted(), environment, out);
    }

    /** The arguments, checked. */
    ImageArguments arguments() {
        Path named = function.orElseThrow(
                () -> new UsageException("image needs --function or effe.yaml (effe image --help lists all)"));
        return ImageArguments.of(named, output, BaseImage.parse(base, platforms), tag, push);
    }

    private Optional<Sbom> list() throws IOException {
        return sbom.isPresent() ? Optional.of(Sbom.of(sbom.get())) : Optional.empty();
    }

    private void make(ImageArguments asked, Map<String, String> environment, PrintStream out) throws IOException {
        Optional<Sbom> list = list();
        FunctionLayer function = FunctionLayer.of(asked.function());
        ImageSet image = asked.base().existing().with(function, Labels.of(asked.tag(), labels));
        ImageTar.write(image, asked.tag(), asked.output());
        out.printf(
                "Wrote %s, %d bytes, of them %d of the function: %s@%s%n",
                asked.output(), Files.size(asked.output()), function.blob().size(), asked.tag(), image.describe());
        if (asked.push().isPresent()) {
            ImageReference push = asked.push().get();
            Optional<String> attached =
                    push(image, push, DockerConfig.authorization(push.loginKey(), environment), list);
            out.printf("Pushed %s@%s%n", push, image.top().digest());
            attached.ifPresent(digest -> out.printf("Attached the SBOM to it, %s%n", digest));
        }
    }

    /** Pushes an image, and returns the digest of the list that is attached to it, if there is one. */
    static Optional<String> push(ImageSet image, ImageReference push, String login, Optional<Sbom> sbom)
            throws IOException {
        try {
            Registry registry = new Registry(push, login);
            registry.push(image);
            return sbom.isPresent() ? Optional.of(registry.attach(sbom.get(), image.top())) : Optional.empty();
        } catch (ImageException e) {
            throw e;
        } catch (IOException e) {
            // Its own message often says no more than "Connection refused".
            throw new ImageException("Cannot push to " + push.apiHost() + ": " + e);
        }
    }
}
