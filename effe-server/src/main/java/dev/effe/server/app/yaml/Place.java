package dev.effe.server.app.yaml;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A place in a file. Orders by file, line and column.
 *
 * @param order the file's place among those that are read, from 0
 * @param file the file, as it was named
 * @param line from 1; 0 for the file as a whole
 * @param column from 1, in characters; 0 for the file as a whole
 */
public record Place(int order, Path file, int line, int column) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::order).thenComparingInt(Place::line).thenComparingInt(Place::column);

    static Place ofFile(int order, Path file) {
        return new Place(order, file, 0, 0);
    }

    Place at(int newLine, int newColumn) {
        return new Place(order, file, newLine, newColumn);
    }

    /**
     * A path that is written here: relative to the file, not to the working folder.
     *
     * @param path as written, a path of this system
     */
    public Path resolve(Path path) {
        return file.resolveSibling(path).normalize();
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** As messages begin: {@code effe.yaml:7:13}. */
    @Override
    public String toString() {
        return line == 0 ? file.toString() : file + ":" + line + ":" + column;
    }
}
