package dev.effe.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open while it is used, whoever is interrupted: Java closes the channel of a thread that is interrupted
 * in it, for all others too, and user code interrupts whatever thread it finds. Thread-safe.
 */
final class SteadyFile implements Closeable {

    /** Opens a file that is there, for reading and writing. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path path) throws IOException;
    }

    /** A use of the channel, which can be made again from its beginning. */
    private interface Use {
        void make(FileChannel channel) throws IOException;
    }

    private final Path path;
    private final Opener opener;
    /** Guarded by this. */
    private @Nullable FileChannel channel;

    SteadyFile(Path path, Opener opener) {
        this.path = path;
        this.opener = opener;
    }

    private void use(Use use) throws IOException {
        while (true) {
            FileChannel open = channel();
            try {
                use.make(open);
                return;
            } catch (ClosedChannelException e) {
                // By an interrupt, of this thread or another, or as one that was not used for long.
                Thread.interrupted();
                forget(open);
            }
        }
    }

    private synchronized void forget(FileChannel closed) throws IOException {
        closed.close();
        if (channel != null && !channel.isOpen()) {
            channel = null;
        }
    }

    private synchronized FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = opener.open(path);
            channel = open;
        }
        return open;
    }

    void write(ByteBuffer bytes, int position) throws IOException {
        int start = bytes.position();
        use(file -> {
            bytes.position(start);
            while (bytes.hasRemaining()) {
                file.write(bytes, (long) position + bytes.position() - start);
            }
        });
    }

    /**
     * Fills a buffer.
     *
     * @throws DamagedException if the file ends before
     */
    void read(ByteBuffer bytes, int position) throws IOException {
        int start = bytes.position();
        use(file -> {
            bytes.position(start);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, (long) position + bytes.position() - start) < 0) {
                    throw new DamagedException(path + " ends at byte " + file.size());
                }
            }
        });
    }

    /** Puts what was written on the disk. */
    void force() throws IOException {
        use(file -> file.force(false));
    }

    void truncate(int size) throws IOException {
        use(file -> file.truncate(size));
    }

    /** Closes it, until it is used again. */
    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
