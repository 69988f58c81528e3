package dev.effe.tool.deploy;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the application's files. */
final class AppOption {

    @Option(
            names = "--app",
            paramLabel = "<effe.yaml>",
            defaultValue = "effe.yaml",
            description =
                    "The application's file, effe.yaml by default; repeatable: later files are laid over earlier ones.")
    private List<Path> files;

    /** The file, and those that are laid over it. */
    List<Path> files() {
        return List.copyOf(files);
    }

    /** The application; throws if something is wrong with its files. */
    Application application() {
        return AppCheck.ofFiles(files).orThrow();
    }
}
