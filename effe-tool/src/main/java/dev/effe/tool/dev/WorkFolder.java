package dev.effe.tool.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder for temporary files of one process, which nobody else can foresee. Confined to one thread. */
final class WorkFolder implements AutoCloseable {

    private final Path path = Path.of(System.getProperty("java.io.tmpdir"), "effe-dev-" + UUID.randomUUID())
            .toAbsolutePath();

    /** The folder, which need not be there yet. */
    Path path() {
        return path;
    }

    void create() throws IOException {
        Files.createDirectory(path);
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> below = Files.walk(path)) {
            deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
