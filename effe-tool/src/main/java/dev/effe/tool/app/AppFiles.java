package dev.effe.tool.app;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that say which application is meant, and which part of it. */
public final class AppFiles {

    @Parameters(
            arity = "0..*",
            paramLabel = "effe.yaml",
            defaultValue = "effe.yaml",
            description = "The application's file; later files are laid over earlier ones. effe.yaml if none is named.")
    private List<Path> files;

    @Option(
            names = "--only",
            split = ",",
            splitSynopsisLabel = ",",
            paramLabel = "<function>",
            description = "As for a process that hosts these functions only.")
    private List<String> only = List.of();

    /** The files, one at least. */
    public List<Path> files() {
        return files;
    }

    /** The functions that a process hosts; none for all. */
    public List<String> only() {
        return only.stream().map(String::strip).toList();
    }
}
