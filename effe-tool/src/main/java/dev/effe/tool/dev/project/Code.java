package dev.effe.tool.dev.project;

import java.nio.file.Path;
import java.util.List;

/**
 * The code of a function. Immutable.
 *
 * @param function its name; "" for the only one
 * @param classPath its own first; entries may be the output of modules
 */
public record Code(String function, List<Path> classPath) {

    /** Copies the list. */
    public Code {
        classPath = List.copyOf(classPath);
    }
}
