package dev.effe.host.engine;

import java.util.concurrent.TimeUnit;

/** The memory of the machine that instances may have together. Thread-safe. */
public final class MachineMemory {

    private final long totalMb;

    // Guarded by this.
    private long usedMb;

    private long given;

    /** @param totalMb in MiB, for all instances */
    public MachineMemory(long totalMb) {
        this.totalMb = totalMb;
    }

    public long totalMb() {
        return totalMb;
    }

    public synchronized long usedMb() {
        return usedMb;
    }

    /** Takes memory for an instance; false if there is not so much left. */
    synchronized boolean tryTake(long mb) {
        if (usedMb + mb > totalMb) {
            return false;
        }
        usedMb += mb;
        return true;
    }

    /** Gives it back, once the instance has ended. */
    synchronized void give(long mb) {
        usedMb -= mb;
        given++;
        notifyAll();
    }

    /** Waits for a while, or until memory is given back. */
    synchronized void await(long millis) throws InterruptedException {
        long seen = given;
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long leftMillis = millis;
        while (given == seen && leftMillis > 0) {
            wait(leftMillis);
            leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        }
    }
}
