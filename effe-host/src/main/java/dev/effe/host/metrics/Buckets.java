package dev.effe.host.metrics;

/**
 * The classes that durations are counted in: eight to each power of two of microseconds, so that a percentile is at most an
 * eighth off. Stateless.
 */
final class Buckets {

    /** The last takes what is longer than half an hour. */
    static final int COUNT = 232;

    private static final int SINGLE = 8;
    private static final int BITS = 3;
    private static final int NANOS = 1000;

    private Buckets() {}

    static int of(long nanos) {
        long micros = Math.max(0, nanos / NANOS);
        if (micros < SINGLE) {
            return (int) micros;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int part = (int) (micros >> (power - BITS)) & (SINGLE - 1);
        return Math.min(COUNT - 1, (power - BITS + 1) * SINGLE + part);
    }

    /** The shortest duration of a class. */
    static long fromNanos(int bucket) {
        int part = bucket % SINGLE;
        int power = bucket / SINGLE - 1;
        return NANOS * (power < 0 ? part : (long) (SINGLE + part) << power);
    }
}
