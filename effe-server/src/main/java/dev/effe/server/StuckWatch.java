package dev.effe.server;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.pool.ContextPool;
import java.time.Duration;

/**
 * Looks into what keeps invocations from ending, but only while one takes suspiciously long: looking stops every thread
 * for a moment, and loads classes that most servers never need. Used by the housekeeper alone.
 */
final class StuckWatch {

    /** With the housekeeper's 5 s a deadlock is found within 10 s. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(4);

    private final Dispatcher<?> dispatcher;
    private final ContextPool<?> pool;
    private final DeadlockWatch deadlocks;
    private final StarvationWatch starvation;

    StuckWatch(Dispatcher<?> dispatcher, ContextPool<?> pool, DeadlockWatch deadlocks, StarvationWatch starvation) {
        this.dispatcher = dispatcher;
        this.pool = pool;
        this.deadlocks = deadlocks;
        this.starvation = starvation;
    }

    void check() {
        if (pool.stats().overdue() > 0 || dispatcher.oldest().compareTo(SUSPICIOUS) >= 0) {
            starvation.check();
            deadlocks.check(dispatcher.busyWorkers());
        }
    }
}
