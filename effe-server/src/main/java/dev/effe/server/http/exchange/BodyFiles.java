package dev.effe.server.http.exchange;

import dev.effe.server.memory.BodyRoom;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.threads.ServerThreads;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes bodies that are too large for the memory to files, which one thread writes. A few may be there at once; more wait
 * for their turn before they are read. Thread-safe.
 */
public final class BodyFiles implements AutoCloseable {

    private static final int MOST_WAITING = 64;
    private static final long IDLE_SECONDS = 10;

    private final Path folder;
    private final long mostInMemoryBytes;
    private final MemoryBudget disk;
    private final ThreadPoolExecutor writer;

    /**
     * Makes it; there are no files yet.
     *
     * @param folder where files are, which have no name there: nobody else finds them, and none is left behind
     * @param mostInMemoryBytes the largest body that goes to memory
     * @param atOnce the bodies of the largest size that have room at the same time
     * @param largestBytes the largest size
     * @param patienceNanos how long a body may wait for room
     */
    public BodyFiles(Path folder, long mostInMemoryBytes, int atOnce, long largestBytes, long patienceNanos) {
        this.folder = folder;
        this.mostInMemoryBytes = mostInMemoryBytes;
        this.disk = MemoryBudget.forBodies(atOnce * largestBytes, MOST_WAITING, patienceNanos);
        this.writer = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // A task for each file at most.
                task -> ServerThreads.replaceable("effe-bodies", task));
        writer.allowCoreThreadTimeOut(true);
    }

    /** The largest body that goes to memory. */
    long mostInMemoryBytes() {
        return mostInMemoryBytes;
    }

    /** Has room for the bodies of a connection, those in memory too. */
    BodyRoom newRoom(MemoryBudget memory, Executor loop, Runnable came) {
        return new BodyRoom(memory, loop, came, new BodyRoom(disk, loop, came), mostInMemoryBytes);
    }

    /**
     * Begins a file for a body that has room.
     *
     * @param written told on the event loop when the file has taken so much that more may come
     * @return null if it goes to memory
     */
    @Nullable BodyFile begin(BodyRoom room, int bytes, Executor loop, Consumer<BodyFile> written) {
        if (bytes <= mostInMemoryBytes) {
            return null;
        }
        long held = room.handOverFile(bytes);
        Path file = folder.resolve(UUID.randomUUID().toString());
        return new BodyFile(file, bytes, new BodyFile.Means(writer, loop, written, () -> disk.giveBody(held)));
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
