package dev.effe.server.function;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Folders that are gone when the process is, whatever ends it, unless it is killed: also while something is still being
 * unpacked into one of them. Thread-safe.
 */
public final class TemporaryFolders {

    // Guarded by the class.
    private static final Set<Path> folders = new LinkedHashSet<>();
    private static boolean ended;

    private TemporaryFolders() {}

    static synchronized Path make(String prefix) throws IOException {
        refuseAfterTheEnd();
        Path folder = Files.createTempDirectory(prefix);
        folders.add(folder);
        return folder;
    }

    static synchronized void makeFolder(Path inside) throws IOException {
        refuseAfterTheEnd();
        Files.createDirectories(inside);
    }

    static synchronized OutputStream makeFile(Path inside) throws IOException {
        refuseAfterTheEnd();
        Files.createDirectories(inside.resolveSibling(""));
        return Files.newOutputStream(inside);
    }

    private static void refuseAfterTheEnd() throws IOException {
        if (ended) {
            throw new IOException("The process ends");
        }
    }

    static synchronized void delete(Path folder) throws IOException {
        if (!folders.remove(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** The process ends: deletes what is left. Nothing is made any more. */
    public static synchronized void end() {
        ended = true;
        for (Path folder : new ArrayList<>(folders)) {
            try {
                delete(folder);
            } catch (IOException e) {
                LoggerFactory.getLogger(TemporaryFolders.class).warn("{} is left behind", folder, e);
            }
        }
    }
}
