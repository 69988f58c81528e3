package dev.effe.server.dispatch;

import dev.effe.server.time.Ticker;

/**
 * Keeps the wait in the queue near its target while more comes than can be served, as controlled delay (CoDel) does:
 * whoever would wait longer is told at once, and can try elsewhere in time. A burst that drains within the target is
 * left alone, since nothing is refused before there has been a queue for that long. Only asked while there is a queue.
 * Thread-safe.
 */
final class QueueDelay {

    /** A new observation counts for an eighth. */
    private static final int SMOOTHING = 8;

    private final long targetNanos;
    private final Ticker ticker;

    // Guarded by this.
    private long standsSinceNanos;
    /** How long it takes until the next one is served; 0 while unknown. */
    private long nanosPerPlace;
    /** Whether somebody was refused, and when last. */
    private boolean refused;

    private long refusedAtNanos;
    /** Whether everyone who was served lately had waited beyond the target, and since when. */
    private boolean late;

    private long lateSinceNanos;

    QueueDelay(long targetNanos, Ticker ticker) {
        this.targetNanos = targetNanos;
        this.ticker = ticker;
    }

    /** Somebody waits, and nobody did before. Unless somebody was refused just now, this is the first of a burst. */
    synchronized void began() {
        long now = ticker.nanos();
        if (!refused || now - refusedAtNanos >= targetNanos) {
            refused = false;
            standsSinceNanos = now;
            late = false;
        }
    }

    /** Whether whoever comes now, behind so many, would wait too long, and so is refused. Never for the first. */
    synchronized boolean isTooLong(int ahead) {
        if (ahead == 0 || (ahead + 1) * nanosPerPlace <= targetNanos) {
            return false;
        }
        long now = ticker.nanos();
        return now - standsSinceNanos >= targetNanos && refuse(now);
    }

    private boolean refuse(long now) {
        refused = true;
        refusedAtNanos = now;
        return true;
    }

    /**
     * Whether one that has come to its turn is to be refused: it has waited beyond the target, and so has everyone who
     * was served for as long as the target. Learns from those that are not.
     *
     * @param ahead how many stood before it when it came
     * @param isLast whether nobody waits behind it: somebody is to have the slot
     */
    synchronized boolean isTooOld(long sinceNanos, int ahead, boolean isLast) {
        long now = ticker.nanos();
        long waitedNanos = now - sinceNanos;
        if (waitedNanos <= targetNanos) {
            late = false;
        } else if (!late) {
            late = true;
            lateSinceNanos = now;
        } else if (!isLast && now - lateSinceNanos >= targetNanos) {
            return refuse(now);
        }
        long observed = waitedNanos / (ahead + 1);
        nanosPerPlace = nanosPerPlace == 0 ? observed : nanosPerPlace + (observed - nanosPerPlace) / SMOOTHING;
        return false;
    }
}
