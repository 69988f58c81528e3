package dev.effe.tool.dev.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Copies of folders and jars that other programs write: calls that go on, and classes that are not loaded yet, must not meet
 * those of another build. Confined to one thread.
 */
public final class Copies {

    private record Copy(Object cause, Path path) {}

    private final Path home;
    private final Map<Path, Generations> generations = new HashMap<>();
    private final Map<Path, Copy> copies = new HashMap<>();

    /** @param home a folder of this process alone */
    public Copies(Path home) {
        this.home = home;
    }

    /**
     * The copy of a folder or file as it is now.
     *
     * @param cause equal to that of before if the copy of before will do
     */
    public Path of(Path original, Object cause) throws IOException {
        Copy before = copies.get(original);
        if (before != null && before.cause.equals(cause)) {
            return before.path;
        }
        Generations folders = generations.get(original);
        if (folders == null) {
            folders = Generations.in(home.resolve("c" + generations.size()));
            generations.put(original, folders);
        }
        Path path = folders.next().resolveSibling(original.getFileName());
        copy(original, path);
        copies.put(original, new Copy(cause, path));
        return path;
    }

    private static void copy(Path original, Path path) throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        List<Path> all;
        try (Stream<Path> below = Files.walk(original)) {
            all = below.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : all) {
            Path to = path.resolve(original.relativize(each).toString());
            if (Files.isDirectory(each)) {
                Files.createDirectories(to);
            } else if (Files.exists(each)) {
                Files.copy(each, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
