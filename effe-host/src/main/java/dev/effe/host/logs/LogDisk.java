package dev.effe.host.logs;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where logs are written to. Used by one thread at a time; blocks. */
interface LogDisk {

    /** That of the machine. */
    LogDisk REAL = LogDisk::openChannel;

    /** An open file. */
    interface Output extends AutoCloseable {

        /**
         * Writes bytes behind the first so many, and removes what was there: a part of an earlier attempt.
         *
         * @throws IOException if not all of them are written
         */
        void write(byte[] bytes, long position) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens a file, or makes it, in a folder that is made too if that above it is there. */
    Output open(Path file) throws IOException;

    private static Output openChannel(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            OwnerOnly.createFolder(folder); // Alone: the folder of a deleted function is not to come back.
        }
        return new Channel(OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** A file of the machine's. */
    record Channel(FileChannel channel) implements Output {

        @Override
        public void write(byte[] bytes, long position) throws IOException {
            if (channel.size() > position) {
                channel.truncate(position);
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long at = position;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
