package dev.effe.server.overview;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations from a microsecond to a quarter of an hour, each power of two in four steps, so that a percentile is
 * right to a fifth. Thread-safe.
 */
final class Latencies {

    /** The power of two that is the shortest duration told apart, in nanoseconds. */
    private static final int FIRST = 10;

    private static final int STEPS = 4;
    private static final int COUNT = (40 - FIRST) * STEPS;

    private final LongAdder[] counts = new LongAdder[COUNT];

    Latencies() {
        Arrays.setAll(counts, i -> new LongAdder());
    }

    void add(long nanos) {
        counts[index(nanos)].increment();
    }

    private static int index(long nanos) {
        long told = Math.max(nanos, 1L << FIRST);
        int power = 63 - Long.numberOfLeadingZeros(told);
        int step = (int) (told >>> (power - 2)) & (STEPS - 1);
        return Math.min(COUNT - 1, (power - FIRST) * STEPS + step);
    }

    /** The durations are shorter than this, in nanoseconds. */
    private static long bound(int index) {
        int power = FIRST + index / STEPS;
        return (long) (STEPS + 1 + index % STEPS) << (power - 2);
    }

    /** Returns how many there ever were of each length. */
    long[] counts() {
        long[] now = new long[COUNT];
        Arrays.setAll(now, i -> counts[i].sum());
        return now;
    }

    /**
     * The duration that a part of what was counted between two moments did not exceed, in milliseconds.
     *
     * @param part from 0 to 1
     * @return 0 if nothing was counted
     */
    static double millis(long[] before, long[] after, double part) {
        long total = 0;
        for (int i = 0; i < COUNT; i++) {
            total += after[i] - before[i];
        }
        long left = (long) Math.ceil(total * part);
        for (int i = 0; i < COUNT && total > 0; i++) {
            left -= after[i] - before[i];
            if (left <= 0) {
                return bound(i) / 1e6;
            }
        }
        return 0;
    }
}
