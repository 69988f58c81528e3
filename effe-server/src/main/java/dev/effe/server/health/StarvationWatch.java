package dev.effe.server.health;

import dev.effe.server.dispatch.Workers;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices that no worker gets to run: virtual threads share a thread for each processor, and functions that compute past
 * their deadline and ignore its interrupt keep them for good. Then no request is served, nor is any seen to be stuck.
 * Used by the housekeeper alone.
 */
public final class StarvationWatch {

    private final Workers workers;
    private final Life life;
    private final long limitNanos;
    private final Ticker ticker;

    /** Set until a worker has run the task of the latest check. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private long sinceNanos;

    /** @param limit how long functions may legitimately keep every worker */
    public StarvationWatch(Workers workers, Life life, Duration limit, Ticker ticker) {
        this.workers = workers;
        this.life = life;
        this.limitNanos = limit.toNanos();
        this.ticker = ticker;
    }

    /** @param suspicious whether a call takes long; else there is nothing to find out, but that it is over */
    void check(boolean suspicious) {
        if (!suspicious && !life.isStarved()) {
            return;
        }
        if (waiting.compareAndSet(false, true)) {
            life.starved(false);
            sinceNanos = ticker.nanos();
            workers.execute(() -> waiting.set(false));
        } else if (ticker.nanos() - sinceNanos > limitNanos) {
            life.starved(true);
        }
    }
}
