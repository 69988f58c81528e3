package dev.effe.server.dispatch;

import dev.effe.server.time.Ticker;

/**
 * Keeps the wait in the queue near its target while more comes than can be served, as controlled delay (CoDel) does:
 * whoever would wait longer is told at once, and can try elsewhere in time. More comes than can be served when somebody
 * had to be refused just now, because the queue was full or his time in it was over, or when for a second twice as many
 * have come as were served. So a burst that fits the queue is served whole, and so are clients that each wait for their
 * answer. Only asked while there is a queue. Thread-safe.
 */
public final class QueueDelay {

    /** So many measurements in a row tell that the queue grows for good: about a second. */
    private static final int GROWN = 4;
    /** The queue grows if so many come for each that is served. */
    private static final int GROWTH = 2;

    private final long targetNanos;
    private final int maxRunning;
    private final Ticker ticker;

    // Guarded by this.
    /** True if anybody was ever refused; then the field below says when last. */
    private boolean refused;

    private long refusedAtNanos;
    /** True if everyone who was served lately had waited for twice the target. */
    private boolean late;

    private long lateSinceNanos;

    // Guarded by this: the measurement that goes on, and what those before it say.
    private long measuredSinceNanos;
    private int came;
    private int served;
    private int grown;
    /** The time until the next one is served; 0 while unknown. */
    private long nanosPerPlace;

    public QueueDelay(long targetNanos, int maxRunning, Ticker ticker) {
        this.targetNanos = targetNanos;
        this.maxRunning = maxRunning;
        this.ticker = ticker;
    }

    /** More comes than can be served: a newcomer was refused, or one that waited for too long. */
    public synchronized void refused() {
        refusedAtNanos = ticker.nanos();
        refused = true;
    }

    private boolean isOverload(long now) {
        return refused && now - refusedAtNanos < targetNanos;
    }

    /** True if whoever comes now, behind so many, would wait too long, and so is refused. */
    public synchronized boolean isTooLong(int ahead) {
        if (ahead == 0) {
            measure(ticker.nanos());
            grown = 0;
        }
        came++;
        // As many as can run may wait, however slow the function is: somebody is to have the next slots.
        if (ahead < maxRunning || (ahead + 1) * nanosPerPlace <= targetNanos || !isOverload(ticker.nanos())) {
            return false;
        }
        refused();
        return true;
    }

    /**
     * True if one that has come to its turn is to be refused: under overload, if it has waited for twice the target and
     * so has everyone who was served for as long as the target. That ends the backlog of the beginning. Else it counts
     * as served.
     *
     * @param behind how many wait behind it: as many as can run are spared
     */
    public synchronized boolean isTooOld(long sinceNanos, int behind) {
        long now = ticker.nanos();
        if (now - sinceNanos <= 2 * targetNanos) {
            late = false;
        } else if (!late) {
            late = true;
            lateSinceNanos = now;
        } else if (behind >= maxRunning && now - lateSinceNanos >= targetNanos && isOverload(now)) {
            return true;
        }
        served++;
        if (now - measuredSinceNanos >= targetNanos) {
            learn(now);
        }
        return false;
    }

    /** Ends a measurement, which takes as long as the target, or as it takes to serve one. */
    private void learn(long now) {
        long measured = (now - measuredSinceNanos) / served;
        nanosPerPlace = nanosPerPlace == 0 ? measured : (nanosPerPlace + measured) / 2;
        grown = came >= GROWTH * served ? grown + 1 : 0;
        if (grown >= GROWN) {
            refused();
        }
        measure(now);
    }

    private void measure(long now) {
        measuredSinceNanos = now;
        came = 0;
        served = 0;
    }
}
