package dev.effe.server.memory;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A call that waits for room for its answer, on the thread that is to run it. */
final class WaitingCall implements RoomQueue.Waiter {

    /** While no answer is known, time alone makes room. */
    private static final long LOOK_NANOS = 100_000_000;

    private final MemoryBudget memory;
    private final RoomQueue queue;
    private final BooleanSupplier isOver;
    private final Thread thread = Thread.currentThread();

    /** Written before taken is set. */
    private long takenBytes;

    private volatile boolean taken;

    WaitingCall(MemoryBudget memory, RoomQueue queue, BooleanSupplier isOver) {
        this.memory = memory;
        this.queue = queue;
        this.isOver = isOver;
    }

    /** Returns what is taken, or {@link MemoryBudget#NONE} if that was not to be had in time. */
    long await(long patienceNanos) throws InterruptedException {
        long start = System.nanoTime();
        queue.tryAdd(this);
        while (!taken) {
            if (isOver.getAsBoolean() && queue.remove(this)) {
                return 0; // At the head of the queue it would be found so only with the next room.
            }
            long left = patienceNanos - (System.nanoTime() - start);
            boolean interrupted = Thread.interrupted();
            if ((left <= 0 || interrupted) && queue.remove(this)) {
                if (interrupted) {
                    throw new InterruptedException("Interrupted while there was no room for an answer");
                }
                return MemoryBudget.NONE;
            }
            // At least a moment: it may have been served just now, and is about to be told.
            LockSupport.parkNanos(this, Math.max(1, Math.min(left, LOOK_NANOS)));
            queue.serve();
        }
        return takenBytes;
    }

    @Override
    public boolean tryTake() {
        takenBytes = isOver.getAsBoolean() ? 0 : memory.tryExpectAnswer();
        return takenBytes != MemoryBudget.NONE;
    }

    @Override
    public void taken() {
        taken = true;
        LockSupport.unpark(thread);
    }
}
