package dev.effe.server.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations by their length, in the buckets of Micrometer's percentile histograms for timers. It needs next to
 * nothing of Micrometer, whose registry costs a start 150 ms and more. Thread-safe.
 */
final class Durations {

    private static final long SHORTEST_NANOS = 1_000_000;
    private static final long LONGEST_NANOS = 30_000_000_000L;
    /** Upper bounds in nanoseconds, ascending; from 1 ms to 30 s. */
    private static final long[] BOUNDS = micrometersBounds();
    /** The longest of the last two to three minutes is told, as by Micrometer's timers. */
    private static final long MAX_STEP_MILLIS = 60_000;

    private static final int MAX_STEPS = 3;

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();
    private final TimeWindowMax max = new TimeWindowMax(Clock.SYSTEM, MAX_STEP_MILLIS, MAX_STEPS);

    Durations() {
        Arrays.setAll(counts, i -> new LongAdder());
    }

    /** From each power of four to the next in steps of a third of it, rounded down. */
    private static long[] micrometersBounds() {
        long[] bounds = new long[128];
        bounds[0] = SHORTEST_NANOS;
        int count = 1;
        for (long power = 4; power < LONGEST_NANOS; power *= 4) {
            long step = power / 3;
            for (long bound = power; bound < power * 4 - step; bound += step) {
                if (bound > SHORTEST_NANOS && bound < LONGEST_NANOS) {
                    bounds[count++] = bound;
                }
            }
        }
        bounds[count++] = LONGEST_NANOS;
        return Arrays.copyOf(bounds, count);
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
        int found = duration <= SHORTEST_NANOS ? 0 : Arrays.binarySearch(BOUNDS, duration); // Most are short.
        counts[found >= 0 ? found : -found - 1].increment();
        nanos.add(duration);
        max.record((double) duration);
    }

    /** Returns how many were longer than bound i - 1 and not longer than bound i. */
    long count(int i) {
        return counts[i].sum();
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }

    /** Returns the longest of the last two to three minutes; 0 if there was none. */
    double longestSeconds() {
        return max.poll() / 1e9;
    }
}
