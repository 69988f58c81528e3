package dev.effe.tool.image;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes an image for each function of an application.
 *
 * @param files effe.yaml, and what is laid over it
 * @param folder the folder for the images
 * @param base the image to add functions to
 * @param tag the tag of every image
 * @param labels of every image
 * @param push the registry, and what stands before the names in it; empty for nowhere
 * @param sbom what they are made of, which is attached to each that is pushed
 */
record AppImages(
        List<Path> files,
        Path folder,
        BaseImage base,
        String tag,
        Map<String, String> labels,
        Optional<String> push,
        Optional<Sbom> sbom) {

    /**
     * Makes all that can be made, and says of each what came of it.
     *
     * @throws ToolException if one could not be made
     */
    void make(Application application, List<FunctionEntry> functions, Map<String, String> environment, PrintStream out)
            throws IOException {
        Files.createDirectories(folder);
        int failed = 0;
        for (FunctionEntry function : functions) {
            try {
                make(application.name() + "-" + function.name(), function, environment, out);
            } catch (IOException e) {
                failed++;
                out.printf("%s: failed: %s%n", function.name(), e instanceof ToolException ? e.getMessage() : e);
            }
        }
        if (failed > 0) {
            throw new ToolException(failed + " of " + functions.size() + " images could not be made");
        }
    }

    private void make(String name, FunctionEntry function, Map<String, String> environment, PrintStream out)
            throws IOException {
        Path file = folder.resolve(name + ".tar");
        ImageReference named = ImageReference.parse("--tag", name + ":" + tag);
        ImageSet image = base.with(AppLayer.of(files, function), Labels.of(named, labels));
        ImageTar.write(image, named, file);
        out.printf("%s: wrote %s: %s@%s%n", function.name(), file, named, image.describe());
        if (push.isPresent()) {
            ImageReference to = ImageReference.parse("--push", push.get() + "/" + name + ":" + tag);
            Optional<String> attached =
                    ImageCommand.push(image, to, DockerConfig.authorization(to.loginKey(), environment), sbom);
            out.printf("%s: pushed %s@%s%n", function.name(), to, image.top().digest());
            attached.ifPresent(digest -> out.printf("%s: attached the SBOM, %s%n", function.name(), digest));
        }
    }
}
