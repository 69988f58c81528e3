package dev.effe.tool.dev;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for temporary files of one process, which nobody else can foresee. The lock of the file beside it goes with the
 * process, however that ends, so that the next one can remove both. Confined to one thread.
 */
final class WorkFolder implements AutoCloseable {

    private static final String PREFIX = "effe-dev-";
    private static final String LOCK = ".lock";

    private final Path temporary;
    private final Path path;
    private final Path lock;
    private @Nullable FileChannel held;

    WorkFolder() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary the folder of all temporary files */
    WorkFolder(Path temporary) {
        this.temporary = temporary.toAbsolutePath();
        String name = PREFIX + UUID.randomUUID();
        path = this.temporary.resolve(name);
        lock = this.temporary.resolve(name + LOCK);
    }

    /** The folder, which need not be there yet. */
    Path path() {
        return path;
    }

    /** Makes it, and removes those of processes that were killed. */
    void create() throws IOException {
        FileChannel channel = OwnerOnly.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        held = channel;
        channel.lock(); // Before the folder is there, so that nobody takes it for one that was left.
        OwnerOnly.createFolders(path);
        removeLeft();
    }

    private void removeLeft() throws IOException {
        List<Path> others;
        try (Stream<Path> all = Files.list(temporary)) {
            others = all.filter(this::isOther).toList();
        }
        for (Path other : others) {
            Path itsLock = other.resolveSibling(other.getFileName() + LOCK);
            try {
                if (deleteIfLeft(other, itsLock)) {
                    Files.deleteIfExists(itsLock);
                }
            } catch (IOException e) {
                // It has just gone.
            }
        }
    }

    private static boolean deleteIfLeft(Path folder, Path itsLock) throws IOException {
        try (FileChannel channel = FileChannel.open(itsLock, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            delete(folder);
            return true;
        } catch (OverlappingFileLockException e) {
            return false; // By this process.
        }
    }

    /** Nobody else can put anything into the folders of this user. */
    private boolean isOther(Path other) {
        try {
            return other.getFileName().toString().matches(PREFIX + "[0-9a-f-]{36}")
                    && !other.equals(path)
                    && Files.getOwner(other).equals(Files.getOwner(path))
                    && !Files.isSymbolicLink(other)
                    && Files.isDirectory(other);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = held;
        if (channel == null) {
            return;
        }
        try (channel) {
            delete(path);
        }
        Files.deleteIfExists(lock);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> below = Files.walk(folder)) {
            deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
