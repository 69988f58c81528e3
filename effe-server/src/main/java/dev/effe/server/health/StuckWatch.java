package dev.effe.server.health;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.pool.ContextPool;
import java.time.Duration;
import java.util.List;

/** Looks whether calls that take long keep the server from serving. Used by the housekeeper alone. */
public final class StuckWatch {

    /** The age of the oldest call from which it is tried whether a worker gets to run. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(4);

    private final List<Dispatcher<?>> dispatchers;
    private final List<ContextPool<?>> pools;
    private final StarvationWatch starvation;
    private final Health health;

    /**
     * A watch over functions.
     *
     * @param dispatchers one of each function
     * @param pools one of each function
     */
    public StuckWatch(
            List<Dispatcher<?>> dispatchers, List<ContextPool<?>> pools, StarvationWatch starvation, Health health) {
        this.dispatchers = List.copyOf(dispatchers);
        this.pools = List.copyOf(pools);
        this.starvation = starvation;
        this.health = health;
    }

    public void check() {
        starvation.check(isSuspicious());
        health.check();
    }

    private boolean isSuspicious() {
        for (ContextPool<?> pool : pools) {
            if (pool.stats().overdue() > 0) {
                return true;
            }
        }
        for (Dispatcher<?> dispatcher : dispatchers) {
            if (dispatcher.oldest().compareTo(SUSPICIOUS) >= 0) {
                return true;
            }
        }
        return false;
    }
}
