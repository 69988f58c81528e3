package dev.effe.tool.dev.project;

import java.nio.file.Path;
import java.util.List;

/**
 * The class paths of a module, of which entries may be the output of other modules. Immutable.
 *
 * @param compile what its sources are compiled with
 * @param run what its classes need
 * @param processors where annotation processors are; empty for the class path
 */
public record Libraries(List<Path> compile, List<Path> run, List<Path> processors) {

    /** Copies the lists. */
    public Libraries {
        compile = List.copyOf(compile);
        run = List.copyOf(run);
        processors = List.copyOf(processors);
    }
}
