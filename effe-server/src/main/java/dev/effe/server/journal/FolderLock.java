package dev.effe.server.journal;

import dev.effe.server.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to a folder, which one at a time has, of all processes. Thread-safe. */
public final class FolderLock implements Closeable {

    /**
     * The folders that this process has. Nobody else may so much as open their lock files: where any channel of a file is
     * closed, the system takes all locks on it from the process.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes a folder, which is made if need be and is its owner's only from now on.
     *
     * @throws LockedException if somebody else has it
     * @throws IOException if it cannot be used
     */
    public static FolderLock take(Path path) throws IOException {
        OwnerOnly.createFolders(path);
        OwnerOnly.tighten(path); // It may be of an earlier build, or of a volume.
        Path folder = path.toRealPath();
        if (!OURS.add(folder)) {
            throw new LockedException();
        }
        try {
            return new FolderLock(folder, locked(folder.resolve("lock")));
        } catch (IOException | RuntimeException e) {
            OURS.remove(folder);
            throw e;
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            OwnerOnly.tighten(file);
            if (channel.tryLock() == null) {
                throw new LockedException();
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OURS.remove(folder);
        }
    }
}
