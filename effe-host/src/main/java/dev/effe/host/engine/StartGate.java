package dev.effe.host.engine;

import dev.effe.server.threads.ServerThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets only so many instances start at once, in the order in which they were asked for: many that start together all take
 * longer than one after the other. Thread-safe.
 */
public final class StartGate implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final AtomicInteger count = new AtomicInteger();
    private final ThreadPoolExecutor starters;

    /** @param startsAtOnce at least 1 */
    public StartGate(int startsAtOnce) {
        starters = new ThreadPoolExecutor(
                startsAtOnce,
                startsAtOnce,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> ServerThreads.replaceable("effe-start-" + count.incrementAndGet(), task));
        starters.allowCoreThreadTimeOut(true);
    }

    /** Has a start done when it is its turn. */
    void start(Runnable start) {
        starters.execute(start);
    }

    /** Interrupts starts, and does not begin those that wait. */
    @Override
    public void close() {
        starters.shutdownNow();
    }
}
