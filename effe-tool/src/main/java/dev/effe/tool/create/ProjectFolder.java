package dev.effe.tool.create;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of a new project. It appears whole or not at all: it is written beside its place and moved there. Used by one
 * thread.
 */
final class ProjectFolder {

    private final Path place;

    ProjectFolder(Path place) {
        this.place = place;
    }

    /**
     * Makes sure that nothing is there, or an empty folder.
     *
     * @throws UsageException if something is there, which is left as it is
     */
    void checkFree() throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.list(place)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
            throw new UsageException("The folder " + place + " is not empty: choose another name, or remove it");
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException(place + " is there and no folder: choose another name, or remove it");
        }
    }

    /** Writes the files, by their paths in the folder; scripts without an ending can be executed. */
    void write(Map<String, byte[]> files) throws IOException {
        Path beside = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = beside.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                if (file.getKey().equals("mvnw") && !path.toFile().setExecutable(true, false)) {
                    throw new IOException(path + " cannot be made executable");
                }
            }
            checkFree();
            Files.deleteIfExists(place);
            Files.move(beside, place);
        } catch (IOException e) {
            throw new ToolException("Cannot make " + place + ": " + e);
        } finally {
            delete(beside);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<File> files =
                    all.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
            files.forEach(File::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
