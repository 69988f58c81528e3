package dev.effe.server.health;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.pool.ContextPool;
import java.time.Duration;

/** Looks whether calls that take long keep the server from serving. Used by the housekeeper alone. */
public final class StuckWatch {

    /** The age of the oldest call from which it is tried whether a worker gets to run. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(4);

    private final Dispatcher<?> dispatcher;
    private final ContextPool<?> pool;
    private final StarvationWatch starvation;
    private final Health health;

    public StuckWatch(Dispatcher<?> dispatcher, ContextPool<?> pool, StarvationWatch starvation, Health health) {
        this.dispatcher = dispatcher;
        this.pool = pool;
        this.starvation = starvation;
        this.health = health;
    }

    public void check() {
        starvation.check(pool.stats().overdue() > 0 || dispatcher.oldest().compareTo(SUSPICIOUS) >= 0);
        health.check();
    }
}
