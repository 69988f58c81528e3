package dev.effe.tool.dev.project;

import dev.effe.tool.dev.scan.Snapshot;
import java.nio.file.Path;
import java.util.Map;

/**
 * A project whose sources compile. Immutable.
 *
 * @param classes the folder of the current classes of each module, by its output
 * @param seen the files that it was made of
 * @param sources where the project was found out from
 */
public record Built(Project project, Map<Path, Path> classes, Snapshot seen, Source sources) {

    /** Copies the map. */
    public Built {
        classes = Map.copyOf(classes);
    }
}
