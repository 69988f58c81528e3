package dev.effe.server;

import dev.effe.server.function.LoadedFunction;
import dev.effe.server.log.FailureText;
import dev.effe.server.pool.ClaimException;
import dev.effe.server.pool.Claimant;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.pool.PooledContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts a function's min-contexts at once, one at least, and says why one cannot be started: a function that cannot start
 * is not to replace one that can. Thread-safe.
 */
final class FirstContexts<C extends @Nullable Object> {

    /** More than a start may take by its own setting. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final LoadedFunction<C> function;
    private final PoolLimits limits;
    private final int count;
    private final CountDownLatch missing;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch busy;
    private final AtomicReference<@Nullable StartException> failure = new AtomicReference<>();

    private FirstContexts(LoadedFunction<C> function, PoolLimits limits) {
        this.function = function;
        this.limits = limits;
        this.count = Math.max(1, limits.minContexts());
        this.missing = new CountDownLatch(count);
        this.busy = new CountDownLatch(count);
    }

    /**
     * Starts them. Returns once they are idle.
     *
     * @throws StartException if one cannot be started, or takes longer than start-timeout
     */
    static void start(LoadedFunction<?> function, PoolLimits limits, Executor workers) throws StartException {
        new FirstContexts<>(function, limits).start(workers);
    }

    private void start(Executor workers) throws StartException {
        try {
            for (int i = 0; i < count; i++) {
                workers.execute(this::startOne);
            }
            Duration patience = limits.startTimeout().plus(MARGIN);
            boolean all = missing.await(patience.toNanos(), TimeUnit.NANOSECONDS);
            StartException failed = failure.get();
            if (failed != null || !all) {
                throw failed == null ? tooLong() : failed;
            }
            over.countDown();
            busy.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while the function started", e);
        } finally {
            over.countDown();
        }
    }

    private void startOne() {
        ContextPool<C> pool = function.pool();
        try {
            PooledContext<C> context = pool.claim(
                    ServerParts.TICKER.nanos() + limits.startTimeout().toNanos(), new Waiting());
            try {
                missing.countDown();
                over.await(); // In use until then, or the same one would be claimed again.
            } finally {
                pool.release(context);
            }
        } catch (ClaimException e) {
            Throwable cause = e.getCause();
            failed(
                    cause == null || e.reason() == ClaimException.Reason.START_TIMED_OUT
                            ? tooLong()
                            : new StartException(
                                    "The start of " + function.origin() + " failed: " + FailureText.of(cause), cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // By user code that interrupts whatever thread it finds.
        } finally {
            busy.countDown();
        }
    }

    private void failed(StartException why) {
        failure.compareAndSet(null, why);
        while (missing.getCount() > 0) {
            missing.countDown();
        }
    }

    private StartException tooLong() {
        return new StartException(
                "The start of " + function.origin() + " took longer than start-timeout, "
                        + TimeLimit.text(limits.startTimeout()),
                null);
    }

    /** Hears that a start hangs. */
    private final class Waiting implements Claimant {

        @Override
        public void startOverdue(boolean replaced) {
            failed(tooLong());
        }

        @Override
        public void replacedLate() {}
    }
}
