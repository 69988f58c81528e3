package dev.effe.tool.dev.project;

import dev.effe.tool.dev.build.Compilation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Sources that are compiled together. Immutable.
 *
 * @param name as messages have it
 * @param folder where it is; what is made of it goes below its {@code target}
 * @param sources files, or folders of packages
 * @param resources folders that are beside its classes
 * @param output where another build puts its classes; it stands for them in class paths
 * @param libraries what it needs
 * @param options for the compiler
 * @param logic the class of the function, as its jar's manifest would name it; empty if it does not
 */
public record Module(
        String name,
        Path folder,
        List<Path> sources,
        List<Path> resources,
        Path output,
        Libraries libraries,
        List<String> options,
        Optional<String> logic) {

    /** Copies the lists. */
    public Module {
        sources = List.copyOf(sources);
        resources = List.copyOf(resources);
        options = List.copyOf(options);
    }

    /**
     * Returns the input of the compiler for it.
     *
     * @param current the class path with what is current in the place of outputs
     */
    public Compilation compilation(UnaryOperator<List<Path>> current) {
        return new Compilation(sources, current.apply(libraries.compile()), libraries.processors(), options);
    }
}
