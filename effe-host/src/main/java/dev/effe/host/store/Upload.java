package dev.effe.host.store;

import dev.effe.host.model.CodeRef;
import dev.effe.host.model.Limits;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A zip that comes in. It is written to a file of its own; {@link #keep} makes it code, which stays until this is closed
 * and, if a function has it then, as long as one has it. Confined to one thread.
 */
public final class Upload implements AutoCloseable {

    private final CodeStore store;
    private final Path file;
    private final MessageDigest digest = Sha256.digest();
    private long size;
    private boolean written;
    private @Nullable CodeRef kept;

    Upload(CodeStore store, Path file) {
        this.store = store;
        this.file = file;
    }

    /** Takes the bytes. Those beyond the largest size are counted, and nothing else. */
    public OutputStream open() throws IOException {
        FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        written = true;
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                size += length;
                if (size <= Limits.ZIPPED_BYTES) {
                    digest.update(bytes, from, length);
                    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                if (channel.isOpen()) {
                    channel.force(true);
                    channel.close();
                }
            }
        };
    }

    /** True if anything came, be it nothing at all of length. */
    public boolean isThere() {
        return written;
    }

    /**
     * Checks the zip and makes it code. Blocks.
     *
     * @throws BadZipException if it is refused
     * @throws StoreException if it cannot be kept
     */
    public CodeRef keep() throws BadZipException, StoreException {
        if (size > Limits.ZIPPED_BYTES) {
            throw new BadZipException(
                    BadZipException.Kind.ZIPPED_SIZE,
                    "Zipped size must be smaller than " + Limits.ZIPPED_BYTES + " bytes");
        }
        try {
            ZipCheck.check(file);
            CodeRef code = new CodeRef(HexFormat.of().formatHex(digest.digest()), size);
            store.take(file, code);
            kept = code;
            return code;
        } catch (IOException e) {
            throw new StoreException("The code cannot be kept: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            store.leave(file, e);
        }
        if (kept != null) {
            store.release(kept);
            kept = null;
        }
    }
}
