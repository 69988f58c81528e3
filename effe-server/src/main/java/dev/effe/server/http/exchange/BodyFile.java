package dev.effe.server.http.exchange;

import dev.effe.server.file.OwnerOnly;
import dev.effe.server.route.Body;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body in a file, which is written while the body comes in: the event loop gives the bytes, a thread writes them, and
 * whoever reads waits until all are written. A failure of the disk is told to the reader. Thread-safe.
 */
public final class BodyFile extends Body {

    private static final Logger log = LoggerFactory.getLogger(BodyFile.class);

    /** The bytes that may wait for the disk before the client is to wait, too. */
    private static final int MOST_BEHIND_BYTES = 256 * 1024;

    private final Path path;
    private final Means means;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();

    // Guarded by the lock.
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int behindBytes;
    private boolean writing;
    private boolean awaited;
    private boolean over;
    private @Nullable IOException failure;

    /** Opened by the first write. Set by the writer; closed by it, or when it is idle. */
    private @Nullable FileChannel channel;

    /**
     * The executors that it works on, and who is told.
     *
     * @param writer runs what writes
     * @param loop the event loop of the connection
     * @param written told there when more bytes may come
     * @param discarded told once, when the file is gone
     */
    record Means(Executor writer, Executor loop, Consumer<BodyFile> written, Runnable discarded) {}

    /** @param path a file that is not there yet, and has no name once it is */
    BodyFile(Path path, int length, Means means) {
        super(length);
        this.path = path;
        this.means = means;
    }

    /** Takes bytes. On the event loop. */
    void write(ByteBuf in, int count) {
        byte[] piece = new byte[count];
        in.readBytes(piece);
        write(piece);
    }

    void write(byte[] piece) {
        lock.lock();
        try {
            pieces.add(piece);
            behindBytes += piece.length;
            if (!writing) {
                writing = true;
                means.writer.execute(this::writeAll);
            }
        } finally {
            lock.unlock();
        }
    }

    /** True if no more is to come before it is told that the bytes are written. */
    boolean isBehind() {
        lock.lock();
        try {
            awaited = behindBytes > MOST_BEHIND_BYTES;
            return awaited;
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        for (byte[] piece = next(0); piece != null; piece = next(piece.length)) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(piece);
                FileChannel out = opened();
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** @param doneBytes what has just been written */
    private byte @Nullable [] next(int doneBytes) {
        lock.lock();
        try {
            behindBytes -= doneBytes;
            byte[] piece = over || failure != null ? null : pieces.poll();
            if (piece == null) {
                pieces.clear();
                behindBytes = 0;
                writing = false;
                closeIfOver();
                written.signalAll();
            }
            if (awaited && behindBytes <= MOST_BEHIND_BYTES / 2) {
                awaited = false;
                means.loop.execute(() -> means.written.accept(this));
            }
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /** The writer's alone, while it writes. */
    private FileChannel opened() throws IOException {
        FileChannel known = channel;
        if (known == null) {
            known = OwnerOnly.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = known;
            Files.delete(path);
        }
        return known;
    }

    private void failed(IOException e) {
        lock.lock();
        try {
            failure = e;
        } finally {
            lock.unlock();
        }
    }

    private void closeIfOver() {
        if (over && channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.warn("The file of a body cannot be closed: {}", e.toString());
            }
        }
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public byte[] copy() {
        throw new IllegalStateException("A body of " + length() + " bytes is read as a stream only");
    }

    @Override
    public byte[] bytes() {
        return copy();
    }

    @Override
    public InputStream stream() {
        return new Reader();
    }

    /** Closes the file once it is not written any more. */
    @Override
    public void discard() {
        lock.lock();
        try {
            if (over) {
                return;
            }
            over = true;
            if (!writing) {
                closeIfOver();
            }
        } finally {
            lock.unlock();
        }
        means.discarded.run();
    }

    private FileChannel awaitWritten() throws IOException {
        lock.lock();
        try {
            while (writing) {
                written.awaitUninterruptibly();
            }
            if (failure != null) {
                throw new IOException("The body could not be written to " + path.getParent() + ": " + failure, failure);
            }
            return Objects.requireNonNull(channel, "a body of this size has bytes");
        } finally {
            lock.unlock();
        }
    }

    /** Reads it from its first byte on, and not beyond its length. */
    private final class Reader extends InputStream {

        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            int read = awaitWritten().read(ByteBuffer.wrap(into, from, count), at);
            at += Math.max(0, read);
            return read;
        }
    }
}
