package dev.effe.server.unpack;

import dev.effe.server.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that one process at a time unpacks a package in, and holds while it uses it: {@code lock}, {@code task} with
 * the files, and {@code digest}, written at last, of their state. The lock ends with the process, whatever ends that.
 */
final class Place implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(Place.class);
    private static final String LOCK = "lock";
    private static final String DIGEST = "digest";

    /** The places of this process, which file locks do not keep apart. Guarded by itself. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path path;
    private final FileChannel lock;
    private final FileTime lastUse;

    private Place(Path path, FileChannel lock) throws IOException {
        this.path = path;
        this.lock = lock;
        this.lastUse = Files.getLastModifiedTime(path.resolve(LOCK));
    }

    /** Takes it, made if it is missing; null if somebody has it. To be called by one process at a time. */
    static @Nullable Place take(Path path) throws IOException {
        synchronized (HELD) {
            // To open the file and close it again would end the lock (POSIX).
            if (!HELD.add(path)) {
                return null;
            }
        }
        FileChannel lock = null;
        Place taken = null;
        try {
            OwnerOnly.createFolders(path);
            lock = OwnerOnly.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            taken = lock.tryLock() == null ? null : new Place(path, lock);
            return taken;
        } finally {
            if (taken == null) {
                release(path, lock);
            }
        }
    }

    private static void release(Path path, @Nullable FileChannel lock) {
        if (lock != null && !lock.isOpen()) {
            return; // Somebody else of this process may have it by now.
        }
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            log.warn("{} could not be closed", path, e);
        } finally {
            synchronized (HELD) {
                HELD.remove(path);
            }
        }
    }

    /** Where the files are. */
    Path files() {
        return path.resolve("task");
    }

    /** True if the files are there as they were unpacked. */
    boolean isWhole() {
        try {
            return digest()[0].equals(FolderDigest.of(files()));
        } catch (IOException e) {
            return false;
        }
    }

    /** The bytes that the files take; empty if they were never whole. */
    OptionalLong bytes() {
        try {
            return OptionalLong.of(Long.parseLong(digest()[1]));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private String[] digest() throws IOException {
        String[] parts = Files.readString(path.resolve(DIGEST)).split(" ", -1);
        if (parts.length != 2) {
            throw new IOException("its process was killed");
        }
        return parts;
    }

    /** Deletes what is here, and makes an empty folder for the files. */
    void empty() throws IOException {
        Files.deleteIfExists(path.resolve(DIGEST));
        deleteFiles();
        Files.createDirectory(files());
    }

    /** Says that they are whole now. */
    void complete(long bytes) throws IOException {
        Files.writeString(path.resolve(DIGEST), FolderDigest.of(files()) + " " + bytes);
    }

    FileTime lastUse() {
        return lastUse;
    }

    void use() throws IOException {
        // Files.setLastModifiedTime opens the file and closes it, which would end the lock (POSIX).
        lock.write(ByteBuffer.allocate(1), 0);
    }

    /** Deletes all of it. To be called by one process at a time, and to be closed then. */
    void delete() throws IOException {
        empty();
        Files.delete(files());
        Files.delete(path.resolve(LOCK));
        Files.delete(path);
    }

    private void deleteFiles() throws IOException {
        if (Files.exists(files())) {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(files())) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    /** Leaves it to whoever needs it next; a second time does nothing. */
    @Override
    public void close() {
        release(path, lock);
    }
}
