package dev.effe.host.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of one version as it is called by one name, since they were last taken. An invocation adds to three or four
 * numbers, without a lock. Thread-safe.
 */
public final class Series {

    private static final int INVOCATIONS = 0;
    private static final int ERRORS = 1;
    private static final int THROTTLES = 2;
    private static final int NANOS = 3;
    /** As far below the largest number, so that 0 means none here too. */
    private static final int SHORTEST = 4;

    private static final int LONGEST = 5;
    private static final int CONCURRENT = 6;
    private static final int BUCKETS = 7;

    private static final int LEFT = Integer.MIN_VALUE;

    private final String qualifier;
    private final String version;
    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS + Buckets.COUNT);
    /** Invocations that run; negative once nobody may begin one. */
    private final AtomicInteger running = new AtomicInteger();

    // Guarded by the lock of the function.
    private final Values taken = new Values();
    private int idleMinutes;

    Series(String qualifier, String version) {
        this.qualifier = qualifier;
        this.version = version;
    }

    /** The alias or version that clients named; "" for none. */
    String qualifier() {
        return qualifier;
    }

    String version() {
        return version;
    }

    /** Begins an invocation; false if the series is left, so that it needs another. */
    boolean begin() {
        int now = running.incrementAndGet();
        raise(CONCURRENT, now);
        return now > 0;
    }

    /**
     * Ends an invocation that an instance has had.
     *
     * @param failed whether the function failed, took too long or was lost with its process
     * @param nanos how long it took
     */
    public void ended(boolean failed, long nanos) {
        counts.getAndIncrement(INVOCATIONS);
        counts.getAndAdd(NANOS, nanos);
        counts.getAndIncrement(BUCKETS + Buckets.of(nanos));
        raise(SHORTEST, Long.MAX_VALUE - nanos);
        raise(LONGEST, nanos);
        if (failed) {
            counts.getAndIncrement(ERRORS);
        }
        running.decrementAndGet();
    }

    /** Ends an invocation for which no instance could be started. */
    public void notStarted() {
        counts.getAndIncrement(INVOCATIONS);
        counts.getAndIncrement(ERRORS);
        running.decrementAndGet();
    }

    /** Ends one for which there was no room. */
    public void refused() {
        counts.getAndIncrement(THROTTLES);
        running.decrementAndGet();
    }

    /** Ends one that was none, for the request was wrong. */
    public void dropped() {
        running.decrementAndGet();
    }

    /** Counts one for which there was no room from the start; false if the series is left. */
    boolean throttled() {
        if (running.incrementAndGet() < 0) {
            return false;
        }
        refused();
        return true;
    }

    private void raise(int index, long value) {
        long now = counts.get(index);
        while (value > now && !counts.compareAndSet(index, now, value)) {
            now = counts.get(index);
        }
    }

    int running() {
        return Math.max(0, running.get());
    }

    /** The counts as they are now. */
    Values peek() {
        Values values = new Values();
        for (int i = 0; i < counts.length(); i++) {
            put(values, i, counts.get(i));
        }
        return values;
    }

    /** Takes the counts, each once. To be called with the lock of the function. */
    Values take() {
        Values values = new Values();
        for (int i = 0; i < counts.length(); i++) {
            put(values, i, counts.getAndSet(i, i == CONCURRENT ? running() : 0));
        }
        idleMinutes = values.isEmpty() ? idleMinutes + 1 : 0;
        taken.add(values);
        return values;
    }

    private static void put(Values values, int index, long count) {
        switch (index) {
            case INVOCATIONS -> values.invocations = count;
            case ERRORS -> values.errors = count;
            case THROTTLES -> values.throttles = count;
            case NANOS -> values.nanos = count;
            case SHORTEST -> values.shortestNanos = count == 0 ? Long.MAX_VALUE : Long.MAX_VALUE - count;
            case LONGEST -> values.longestNanos = count;
            case CONCURRENT -> values.concurrent = count;
            default -> values.buckets[index - BUCKETS] = count;
        }
    }

    /** All that was counted since the series is there. To be called with the lock of the function. */
    Values total() {
        Values total = peek();
        total.add(taken);
        return total;
    }

    /** Has nobody begin any more, if nobody has for so many minutes. To be called with the lock of the function. */
    boolean leave(int minutes) {
        return idleMinutes >= minutes && running.compareAndSet(0, LEFT);
    }
}
