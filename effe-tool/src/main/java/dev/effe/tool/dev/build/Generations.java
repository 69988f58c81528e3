package dev.effe.tool.dev.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of classes of a module, one for each time that it was compiled. The latest few are kept, for calls that still
 * go on in an older one. Confined to one thread.
 */
public final class Generations implements AutoCloseable {

    private static final int KEPT = 4;

    private final Path home;
    private final Deque<Path> made = new ArrayDeque<>();
    private int next = 1;

    private Generations(Path home) {
        this.home = home;
    }

    /**
     * None yet. Folders of processes that have ended are removed.
     *
     * @param folder such as {@code target/effe-dev}; each process has a folder of its own in it
     */
    public static Generations in(Path folder) throws IOException {
        long self = ProcessHandle.current().pid();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> homes = Files.list(folder)) {
                for (Path home : homes.filter(Generations::isOfNobody).toList()) {
                    delete(home);
                }
            }
        }
        Path home = folder.resolve(Long.toString(self));
        delete(home);
        return new Generations(home);
    }

    private static boolean isOfNobody(Path home) {
        String name = home.getFileName().toString();
        return name.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(name)).isEmpty();
    }

    /** The folder for another generation, which is not there yet; the oldest is removed. */
    public Path next() throws IOException {
        Path folder = home.resolve(Integer.toString(next++)).resolve("classes");
        made.add(folder);
        if (made.size() > KEPT) {
            delete(made.remove().resolveSibling(""));
        }
        return folder;
    }

    /** Removes one that came to nothing. */
    public void drop(Path folder) throws IOException {
        made.remove(folder);
        delete(folder.resolveSibling(""));
    }

    @Override
    public void close() throws IOException {
        delete(home);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> below = Files.walk(folder)) {
            deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            return; // Somebody was faster, such as mvn clean.
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
