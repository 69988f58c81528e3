package dev.effe.server.memory;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The room that the body of one request needs while it comes in. Confined to its connection's event loop, but for the
 * word that there is room, which is carried over to it.
 */
public final class BodyRoom implements RoomQueue.Waiter {

    /** The state of a wish for room. */
    public enum Answer {
        TAKEN,
        /** It is told when there is room. */
        WAITING,
        /** There is none, and too many wait already. */
        REFUSED
    }

    private final MemoryBudget memory;
    private final Executor loop;
    private final Runnable came;

    private long heldBytes;
    /** The room for bytes that have come, or may come, before there is room for all. */
    private long entryBytes;
    /** Written before it waits, and while it does not. */
    private long missingBytes;

    private boolean waiting;

    /** The room of bodies that are too large for the memory; null if there is none. */
    private final @Nullable BodyRoom files;

    private final long mostInMemoryBytes;

    /**
     * Makes one that holds nothing.
     *
     * @param loop the event loop
     * @param came called there when what was waited for is taken
     */
    public BodyRoom(MemoryBudget memory, Executor loop, Runnable came) {
        this(memory, loop, came, null, Long.MAX_VALUE);
    }

    /**
     * Makes one that holds nothing.
     *
     * @param files has room for larger bodies than mostInMemoryBytes
     */
    public BodyRoom(
            MemoryBudget memory, Executor loop, Runnable came, @Nullable BodyRoom files, long mostInMemoryBytes) {
        this.memory = memory;
        this.loop = loop;
        this.came = came;
        this.files = files;
        this.mostInMemoryBytes = mostInMemoryBytes;
    }

    /** Takes room for a body that is there already, if there is so much now. */
    public boolean tryNeed(long bytes) {
        if (!memory.tryTakeBody(bytes)) {
            return false;
        }
        leave();
        heldBytes = bytes;
        return true;
    }

    /** Takes room for what comes first of a body. Returns whether there is so much now. */
    public boolean tryEnter(long bytes) {
        long more = bytes - entryBytes;
        if (more > 0) {
            if (!memory.tryTakeEntry(more)) {
                return false;
            }
            entryBytes = bytes;
        }
        return true;
    }

    /** Has room for just as much as has come of what is not complete. Returns whether there is so much now. */
    public boolean hold(long bytes) {
        if (waiting || bytes > entryBytes) {
            return waiting || tryEnter(bytes);
        }
        if (bytes < entryBytes) {
            memory.giveEntry(entryBytes - bytes);
            entryBytes = bytes;
        }
        return true;
    }

    /**
     * Takes room for a whole body, or waits for it.
     *
     * @param meanwhileBytes how much of the body comes, or has come, while it waits
     */
    public Answer need(long bytes, long meanwhileBytes) {
        if (files != null && bytes > mostInMemoryBytes) {
            leave(); // The files count what has come.
            return files.need(bytes, meanwhileBytes);
        }
        if (memory.isFreeForBodies() && tryNeed(bytes)) {
            return Answer.TAKEN;
        }
        if (!tryEnter(meanwhileBytes)) {
            return Answer.REFUSED;
        }
        missingBytes = bytes;
        waiting = true; // Before it can be served.
        if (!memory.tryWait(this)) {
            waiting = false;
            leave();
            return Answer.REFUSED;
        }
        return Answer.WAITING;
    }

    public boolean isWaiting() {
        return waiting || (files != null && files.waiting);
    }

    @Override
    public boolean tryTake() {
        return memory.tryTakeBody(missingBytes);
    }

    @Override
    public void taken() {
        loop.execute(this::arrived);
    }

    private void arrived() {
        if (waiting) {
            waiting = false;
            leave();
            heldBytes = missingBytes;
            came.run();
        } else {
            memory.giveBody(missingBytes); // Nobody wants it any more.
        }
    }

    private void leave() {
        memory.giveEntry(entryBytes);
        entryBytes = 0;
    }

    /** The body is given up: nothing of it is held any more. */
    public void close() {
        stopWaiting();
        leave();
        memory.giveBody(heldBytes);
        heldBytes = 0;
        if (files != null) {
            files.close();
        }
    }

    /**
     * A file is begun for the body that has room: whoever has the file gives the room back.
     *
     * @param bytes the body's size
     * @return how much that is
     */
    public long handOverFile(long bytes) {
        return Objects.requireNonNull(files, "no body goes to a file").handOver(bytes);
    }

    private void stopWaiting() {
        if (waiting) {
            waiting = false;
            memory.stopWaiting(this);
        }
    }

    /**
     * The body has come: whoever has it now gives its room back.
     *
     * @param bytes its size
     * @return how much that is; 0 for a small one
     */
    public long handOver(long bytes) {
        long handed = bytes > MemoryBudget.SMALL_BYTES ? bytes : 0;
        stopWaiting();
        if (handed > heldBytes) {
            memory.takeBody(handed - heldBytes); // It was of unknown length, and has come in.
        } else {
            memory.giveBody(heldBytes - handed);
        }
        heldBytes = 0;
        leave();
        return handed;
    }
}
