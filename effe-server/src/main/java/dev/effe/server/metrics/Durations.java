package dev.effe.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations by their length, in twelve buckets. It needs next to nothing of Micrometer, whose registry costs a
 * start 150 ms and more. Thread-safe.
 */
final class Durations {

    private static final long MICRO = 1_000;
    /** Upper bounds in nanoseconds, ascending; from 1 ms to 30 s. */
    private static final long[] BOUNDS = {
        1_000 * MICRO,
        2_500 * MICRO,
        5_000 * MICRO,
        10_000 * MICRO,
        25_000 * MICRO,
        50_000 * MICRO,
        100_000 * MICRO,
        250_000 * MICRO,
        500_000 * MICRO,
        1_000_000 * MICRO,
        5_000_000 * MICRO,
        30_000_000 * MICRO
    };
    /** The longest of the last two to three minutes is told, as by Micrometer's timers. */
    private static final long MAX_STEP_MILLIS = 60_000;

    private static final int MAX_STEPS = 3;

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();
    private final TimeWindowMax max = new TimeWindowMax(Clock.SYSTEM, MAX_STEP_MILLIS, MAX_STEPS);

    Durations() {
        Arrays.setAll(counts, i -> new LongAdder());
    }

    /** Returns how many bounds there are. */
    static int bounds() {
        return BOUNDS.length;
    }

    /** Returns one of them: they ascend. */
    static long boundNanos(int i) {
        return BOUNDS[i];
    }

    void add(long duration) {
        int found = duration <= BOUNDS[0] ? 0 : Arrays.binarySearch(BOUNDS, duration); // Most are short.
        counts[found >= 0 ? found : -found - 1].increment();
        nanos.add(duration);
        max.record((double) duration);
    }

    /** Returns how many were longer than bound i - 1 and not longer than bound i. */
    long count(int i) {
        return counts[i].sum();
    }

    /** True if there was none yet. */
    boolean isEmpty() {
        for (LongAdder count : counts) {
            if (count.sum() > 0) {
                return false;
            }
        }
        return true;
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }

    /** Returns the longest of the last two to three minutes; 0 if there was none. */
    double longestSeconds() {
        return max.poll() / 1e9;
    }
}
