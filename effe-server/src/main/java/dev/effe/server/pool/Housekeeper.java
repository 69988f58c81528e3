package dev.effe.server.pool;

import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that retires idle contexts and keeps the minimum warm. It calls no user code itself: starts and stops run
 * on workers. The pool wakes it when there is something to do before its next look. Thread-safe.
 */
public final class Housekeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final List<ContextPool<?>> pools;
    /** The pools whose minimum is not started yet. */
    private final AtomicInteger cold;

    private final long periodNanos;
    private final Runnable onWarm;
    private final Runnable watch;
    private final Thread thread = ServerThreads.vital("effe-housekeeper", this::run);

    /** Written once by close, read by the housekeeper. */
    private volatile boolean closed;

    /**
     * Makes it.
     *
     * @param pools those that it looks after
     * @param idle how long a context may be idle; it retires at most a tenth of that, or 5 s, later
     * @param onWarm called once, on any thread, as soon as every minimum is started; must not block or call the pool
     * @param watch called each time, at least every 5 s; must not block
     */
    public Housekeeper(List<ContextPool<?>> pools, Duration idle, Runnable onWarm, Runnable watch) {
        this.pools = List.copyOf(pools);
        this.cold = new AtomicInteger(pools.size());
        long tenth = idle.toNanos() / 10;
        this.periodNanos = Math.max(SHORTEST.toNanos(), Math.min(LONGEST.toNanos(), tenth));
        this.onWarm = onWarm;
        this.watch = watch;
    }

    public void start() {
        for (ContextPool<?> pool : pools) {
            pool.keptBy(new OfPool());
        }
        thread.start();
    }

    /** Hears what a pool tells. */
    private final class OfPool implements Keeper {

        @Override
        public void warm() {
            if (cold.decrementAndGet() == 0) {
                onWarm.run();
            }
        }

        @Override
        public void missing() {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            ServerThreads.parkNanos(this, look());
        }
    }

    /** Returns nanoseconds until it is to look again, unless it is woken. */
    private long look() {
        try {
            long nextNanos = periodNanos;
            for (ContextPool<?> pool : pools) {
                nextNanos = Math.min(nextNanos, pool.maintain());
            }
            watch.run();
            return nextNanos;
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            log.error("The housekeeper failed and goes on", e);
            return periodNanos;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
