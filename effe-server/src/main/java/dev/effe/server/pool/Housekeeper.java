package dev.effe.server.pool;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that retires idle contexts and keeps the minimum warm. It calls no user code itself: starts and stops run
 * on workers. While the minimum is not started it looks often, since the server is not ready before.
 */
public final class Housekeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);
    private static final Duration IMPATIENT = Duration.ofMillis(5);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ContextPool<?> pool;
    private final long periodNanos;
    private final Runnable onWarm;
    private final Runnable watch;
    private final Thread thread = new Thread(this::run, "effe-housekeeper");

    /** Touched only by the housekeeper. */
    private boolean announced;

    /** Written once by close, read by the housekeeper. */
    private volatile boolean closed;

    /**
     * @param idle how long a context may be idle; it retires at most a tenth of that, or 5 s, later
     * @param onWarm called once, when the minimum is started
     * @param watch called each time, at least every 5 s; must not block
     */
    public Housekeeper(ContextPool<?> pool, Duration idle, Runnable onWarm, Runnable watch) {
        this.pool = pool;
        long tenth = idle.toNanos() / 10;
        this.periodNanos = Math.max(SHORTEST.toNanos(), Math.min(LONGEST.toNanos(), tenth));
        this.onWarm = onWarm;
        this.watch = watch;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                look();
            } catch (RuntimeException | Error e) {
                log.error("The housekeeper failed and goes on", e);
            }
            LockSupport.parkNanos(this, pool.isWarm() ? periodNanos : IMPATIENT.toNanos());
        }
    }

    private void look() {
        pool.maintain();
        if (!announced && pool.isWarm()) {
            announced = true;
            onWarm.run();
        }
        watch.run();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
