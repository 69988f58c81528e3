package dev.effe.tool.dev.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A developer's wishes for a project, besides its place. Immutable.
 *
 * @param classPath libraries, in place of those that Maven would say; where another program builds, the code of the function
 * @param build who compiles: empty for dev itself, {@code none} for an IDE, else a command
 * @param api what functions are compiled with where no pom says it
 * @param progress is given lines while something takes long
 */
public record Asked(List<Path> classPath, Optional<String> build, Path api, Consumer<String> progress) {

    /** Copies the list. */
    public Asked {
        classPath = List.copyOf(classPath);
    }

    boolean builtElsewhere() {
        return build.isPresent();
    }
}
