package dev.effe.host.store;

import dev.effe.server.file.FolderSync;
import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files whole: whoever reads one, after a crash too, finds the old bytes or the new ones. What it returns from is
 * on the disk. Stateless.
 */
final class AtomicFile {

    /** The end of the name of a file that is not whole yet. */
    static final String UNFINISHED = ".tmp";

    private AtomicFile() {}

    /** Makes or replaces a file, for its owner only. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileChannel channel = OwnerOnly.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        move(unfinished, file);
    }

    /** Gives a file that is on the disk its name. */
    static void move(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.getParent();
        if (folder != null) {
            FolderSync.force(folder);
        }
    }
}
