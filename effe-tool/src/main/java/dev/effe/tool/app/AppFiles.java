package dev.effe.tool.app;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The argument that says which application is meant. */
public final class AppFiles {

    @Parameters(
            arity = "0..*",
            paramLabel = "effe.yaml",
            defaultValue = "effe.yaml",
            description = "The application's file; later files are laid over earlier ones. effe.yaml if none is named.")
    private List<Path> files;

    /** The files, one at least. */
    public List<Path> files() {
        return files;
    }

    /** As messages name them. */
    public String text() {
        return files.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
