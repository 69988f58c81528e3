package dev.effe.host.metrics;

import java.util.Locale;

/** The counts of some time. Durations are in nanoseconds. Confined to one thread. */
public final class Values {

    private static final int MOST_PERCENT = 100;

    long invocations;
    long errors;
    long throttles;
    /** The sum of the durations. */
    long nanos;

    long shortestNanos = Long.MAX_VALUE;
    long longestNanos;
    /** The most that ran at once. */
    long concurrent;

    final long[] buckets = new long[Buckets.COUNT];

    boolean isEmpty() {
        return invocations == 0 && throttles == 0 && concurrent == 0;
    }

    /** Adds those of another time, or of another version. */
    void add(Values other) {
        invocations += other.invocations;
        errors += other.errors;
        throttles += other.throttles;
        nanos += other.nanos;
        shortestNanos = Math.min(shortestNanos, other.shortestNanos);
        longestNanos = Math.max(longestNanos, other.longestNanos);
        concurrent = Math.max(concurrent, other.concurrent);
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
    }

    public long invocations() {
        return invocations;
    }

    public long errors() {
        return errors;
    }

    public long throttles() {
        return throttles;
    }

    public long concurrent() {
        return concurrent;
    }

    /** The number of durations: of the invocations that an instance has had. */
    public long durations() {
        long count = 0;
        for (long bucket : buckets) {
            count += bucket;
        }
        return count;
    }

    public long sumNanos() {
        return nanos;
    }

    /** The shortest duration; 0 if there is none. */
    public long shortestNanos() {
        return shortestNanos == Long.MAX_VALUE ? 0 : shortestNanos;
    }

    public long longestNanos() {
        return longestNanos;
    }

    /** The number of durations that are shorter than this, which begins a class. */
    public long shorterThan(long limitNanos) {
        long count = 0;
        for (int i = 0; i < buckets.length && Buckets.fromNanos(i) < limitNanos; i++) {
            count += buckets[i];
        }
        return count;
    }

    /**
     * A percentile of the durations, estimated within its class; 0 if there are none.
     *
     * @param percent from 0 to 100
     */
    public double percentileNanos(double percent) {
        double rank = durations() * percent / MOST_PERCENT;
        double before = 0;
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] > 0 && before + buckets[i] >= rank) {
                long from = Buckets.fromNanos(i);
                long to = i + 1 < buckets.length ? Buckets.fromNanos(i + 1) : longestNanos;
                double within = from + (to - from) * (rank - before) / buckets[i];
                return Math.max((double) shortestNanos(), Math.min((double) longestNanos, within));
            }
            before += buckets[i];
        }
        return longestNanos;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d invocations, %d errors, %d throttles, %d at once",
                invocations,
                errors,
                throttles,
                concurrent);
    }
}
