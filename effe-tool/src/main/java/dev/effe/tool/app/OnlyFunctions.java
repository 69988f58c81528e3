package dev.effe.tool.app;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that says which functions of an application are meant. */
public final class OnlyFunctions {

    @Option(
            names = "--only",
            split = ",",
            splitSynopsisLabel = ",",
            paramLabel = "<function>",
            description = "Of the application these functions only, as for a process that serves them.")
    private List<String> only = List.of();

    /** Their names; none for all functions. */
    public List<String> names() {
        return only.stream().map(String::strip).toList();
    }
}
