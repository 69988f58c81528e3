package dev.effe.server.dispatch;

import dev.effe.server.time.Ticker;

/**
 * Keeps the wait in the queue near its target while more comes than can be served, as controlled delay (CoDel) does:
 * whoever would wait longer is told at once, and can try elsewhere in time. More comes than can be served when somebody
 * had to be refused just now, because the queue was full or his time in it was over: a burst that fits the queue is
 * served whole, and so are clients that each wait for their answer. Thread-safe.
 */
final class QueueDelay {

    /** Whoever has fewer before him than all contexts serve in so many rounds is let in, however slow the function is. */
    private static final int ROUNDS = 4;
    /** A new observation counts for an eighth. */
    private static final int SMOOTHING = 8;

    private final long targetNanos;
    private final int placesForAll;
    private final Ticker ticker;

    /** Whether a newcomer was ever refused, and when last: written by any thread, and as good if one write is lost. */
    private volatile boolean refused;

    private volatile long refusedAtNanos;

    // Guarded by this.
    /** How long it takes until the next one is served; 0 while unknown. */
    private long nanosPerPlace;
    /** Whether everyone who was served lately had waited beyond the target, and since when. */
    private boolean late;

    private long lateSinceNanos;

    QueueDelay(long targetNanos, int maxRunning, Ticker ticker) {
        this.targetNanos = targetNanos;
        this.placesForAll = ROUNDS * maxRunning;
        this.ticker = ticker;
    }

    /** More comes than can be served: a newcomer was refused, or one that waited was served too late. */
    void refused() {
        refusedAtNanos = ticker.nanos();
        refused = true;
    }

    private boolean refusedJustNow() {
        return refused && ticker.nanos() - refusedAtNanos < targetNanos;
    }

    /** Whether whoever comes now, behind so many, would wait too long, and so is refused. */
    boolean isTooLong(int ahead) {
        if (ahead < placesForAll || !refusedJustNow() || waitNanos(ahead) <= targetNanos) {
            return false;
        }
        refused();
        return true;
    }

    private synchronized long waitNanos(int ahead) {
        return (ahead + 1) * nanosPerPlace;
    }

    /**
     * Whether one that has come to its turn is to be refused: it has waited beyond the target, so has everyone who was
     * served for as long as the target, and newcomers are being refused. That ends the backlog of an overload's
     * beginning. Learns from those that are served.
     *
     * @param ahead how many stood before it when it came
     * @param isLast whether nobody waits behind it: somebody is to have the slot
     */
    synchronized boolean isTooOld(long sinceNanos, int ahead, boolean isLast) {
        long now = ticker.nanos();
        long waitedNanos = now - sinceNanos;
        if (waitedNanos <= targetNanos || isLast) {
            late = false;
        } else if (!late) {
            late = true;
            lateSinceNanos = now;
        } else if (ahead >= placesForAll && now - lateSinceNanos >= targetNanos && refusedJustNow()) {
            return true;
        }
        long observed = waitedNanos / (ahead + 1);
        nanosPerPlace = nanosPerPlace == 0 ? observed : nanosPerPlace + (observed - nanosPerPlace) / SMOOTHING;
        return false;
    }
}
