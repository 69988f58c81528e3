package dev.effe.postgres;

import java.util.concurrent.TimeUnit;

/**
 * The id at which the relay begins to look: the lowest that it has moved within the last minute or two, so that it need not
 * pass the dead rows of all that it has moved before. Every 10 seconds it looks from the beginning, for transactions that
 * have been open longer. Thread-safe.
 */
final class Floor {

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    // Guarded by this.
    private long lowestBefore;
    private long lowest;
    private long minuteNanos;
    private long allNanos;
    private boolean begun;

    /** The id at which to begin now. */
    synchronized long at(long nowNanos) {
        if (!begun || nowNanos - allNanos >= ALL_NANOS) {
            begun = true;
            allNanos = nowNanos;
            return 0;
        }
        return Math.min(lowestBefore, lowest);
    }

    /** The id at which to begin where events that come late are left to others. */
    synchronized long low() {
        return Math.min(lowestBefore, lowest);
    }

    /** @param id the lowest id that was moved at once */
    synchronized void moved(long id, long nowNanos) {
        if (minuteNanos == 0 || nowNanos - minuteNanos >= MINUTE_NANOS) {
            lowestBefore = minuteNanos == 0 ? 0 : lowest;
            lowest = id;
            minuteNanos = nowNanos;
        }
        lowest = Math.min(lowest, id);
    }
}
