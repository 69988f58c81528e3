package dev.effe.tool.dev.scan;

import java.nio.file.Path;
import java.util.Set;

/**
 * A place that scans look at. Immutable.
 *
 * @param path a file, or a folder with all that is below it; it need not be there
 * @param compiled whether another program writes it file by file, as compilers do
 * @param skipped the folders below it that are left out; those that begin with a dot always are
 */
public record Root(Path path, boolean compiled, Set<Path> skipped) {

    /** Copies the set. */
    public Root {
        skipped = Set.copyOf(skipped);
    }

    /** A file or folder that a developer writes. */
    public static Root of(Path path) {
        return new Root(path, false, Set.of());
    }

    /** A folder or jar that another program writes. */
    public static Root compiled(Path path) {
        return new Root(path, true, Set.of());
    }
}
