package dev.effe.tool.dev.project;

import java.nio.file.Path;
import java.util.List;

/**
 * The tests of a module. Immutable.
 *
 * @param module whose they are
 * @param sources folders of packages
 * @param resources folders that are beside its test classes
 * @param output where another build puts its test classes; it stands for them in class paths
 * @param libraries of every scope; entries may be the output of modules
 * @param options for running them
 */
public record TestCode(
        Module module, List<Path> sources, List<Path> resources, Path output, List<Path> libraries, Surefire options) {

    /** Copies the lists. */
    public TestCode {
        sources = List.copyOf(sources);
        resources = List.copyOf(resources);
        libraries = List.copyOf(libraries);
    }
}
