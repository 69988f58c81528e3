package dev.effe.tool.dev.build;

import java.nio.file.Path;
import java.util.List;

/**
 * The input of a compiler. Immutable.
 *
 * @param sources files, or folders whose files of Java are meant
 * @param classPath the libraries, and the classes of other modules
 * @param processors where annotation processors are; empty for the class path
 * @param options such as {@code --release 17}
 */
public record Compilation(List<Path> sources, List<Path> classPath, List<Path> processors, List<String> options) {

    /** Copies the lists. */
    public Compilation {
        sources = List.copyOf(sources);
        classPath = List.copyOf(classPath);
        processors = List.copyOf(processors);
        options = List.copyOf(options);
    }
}
