package dev.effe.server.memory;

/**
 * Learns how large the function's answers are, so that room for one is kept before it is made. Large ones among many
 * small ones count more than their mean: it is the root of the mean square of the last few dozen. Until one is known,
 * just a few calls begin, and twice as many each quarter of a second; each two seconds if the heap is half full, since
 * the first may be slow because memory is short. Thread-safe.
 */
final class AnswerSizes {

    static final long UNKNOWN = -1;

    private static final double WEIGHT = 1.0 / 16;
    private static final long FIRST_CALLS = 2;
    private static final long DOUBLING_NANOS = 250_000_000;
    private static final long SLOW_DOUBLING_NANOS = 2_000_000_000;
    private static final long MOST_DOUBLINGS = 40;

    // Guarded by this.
    private long begun;
    private long firstNanos;
    private double meanSquare;

    private volatile long expectedBytes = UNKNOWN;

    /** The size to be expected of the next answer; 0 for a small one. */
    long expectedBytes() {
        return expectedBytes;
    }

    /** True if one more call may begin though no answer is known. */
    synchronized boolean mayBegin() {
        long now = System.nanoTime();
        if (begun == 0) {
            firstNanos = now;
        }
        long period = isHeapHalfFull() ? SLOW_DOUBLING_NANOS : DOUBLING_NANOS;
        if (begun >= FIRST_CALLS << Math.min(MOST_DOUBLINGS, (now - firstNanos) / period)) {
            return false;
        }
        begun++;
        return true;
    }

    private static boolean isHeapHalfFull() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() > runtime.maxMemory() / 2;
    }

    /** Takes an answer's size into account. */
    void saw(long bytes) {
        if (bytes > MemoryBudget.SMALL_BYTES || expectedBytes != 0) {
            learn(bytes);
        }
    }

    private synchronized void learn(long bytes) {
        double square = (double) bytes * bytes;
        meanSquare = expectedBytes == UNKNOWN ? square : meanSquare + (square - meanSquare) * WEIGHT;
        long root = (long) Math.sqrt(meanSquare);
        expectedBytes = root > MemoryBudget.SMALL_BYTES ? root : 0;
    }
}
