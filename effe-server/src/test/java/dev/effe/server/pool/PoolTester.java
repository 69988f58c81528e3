package dev.effe.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.effe.server.kit.Ended;
import dev.effe.server.kit.FakeTicker;
import dev.effe.server.kit.Soon;
import dev.effe.server.pool.ClaimException.Reason;
import dev.effe.server.time.ExpiryQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of numbered contexts with a clock that the test turns. Its stops, and starts for the minimum, run on the calling
 * thread, unless it is made with threads.
 */
final class PoolTester implements AutoCloseable {

    static final Duration IDLE = Duration.ofSeconds(60);
    static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    static final Duration CHECK = Duration.ofSeconds(1);

    final FakeTicker ticker = new FakeTicker();
    final FakeLifecycle lifecycle = new FakeLifecycle();
    final List<String> calls = lifecycle.calls;
    /** The failures that claimants were told of hanging starts. */
    final List<Boolean> overdueStarts = new CopyOnWriteArrayList<>();

    final ExecutorService threads = Executors.newCachedThreadPool();
    final ContextPool<Integer> pool;
    private final int minContexts;
    private final int maxContexts;

    private PoolTester(int min, int max, @Nullable Duration maxAge, boolean threaded) {
        minContexts = min;
        maxContexts = max;
        Executor workers = threaded ? threads : Runnable::run;
        PoolLimits limits = new PoolLimits(min, max, IDLE, maxAge, START_TIMEOUT, STOP_TIMEOUT, CHECK);
        pool = new ContextPool<>(lifecycle, limits, workers, ticker);
    }

    static PoolTester of(int min, int max) {
        return new PoolTester(min, max, null, false);
    }

    static PoolTester aging(int min, int max, Duration maxAge) {
        return new PoolTester(min, max, maxAge, false);
    }

    static PoolTester agingThreaded(int min, int max, Duration maxAge) {
        return new PoolTester(min, max, maxAge, true);
    }

    static PoolTester threaded(int min, int max) {
        return new PoolTester(min, max, null, true);
    }

    /** Claims a context that is to be had without waiting for another. */
    PooledContext<Integer> claim() throws ClaimException, InterruptedException {
        return pool.claim(ticker.nanos(), overdueStarts::add);
    }

    /** Claims on a thread of its own, with patience. */
    Future<PooledContext<Integer>> claimLater() {
        return threads.submit(
                () -> pool.claim(ticker.nanos() + Duration.ofHours(1).toNanos(), overdueStarts::add));
    }

    /** Claims on a thread of its own, and returns once that waits for a place as the so-many-th. */
    Future<PooledContext<Integer>> claimWaiting(int waiting) {
        Future<PooledContext<Integer>> claim = claimLater();
        Soon.await().until(() -> pool.stats().waiting() == waiting);
        return claim;
    }

    ClaimException refusal(Reason reason) {
        return refused(reason, this::claim);
    }

    static ClaimException refusalOf(Reason reason, Future<?> claim) {
        return refused(reason, () -> {
            try {
                claim.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    private static ClaimException refused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable claim) {
        ClaimException refusal = catchThrowableOfType(ClaimException.class, claim);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        return refusal;
    }

    static <T> T done(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(60, TimeUnit.SECONDS);
    }

    /** Turns the clock, and lets expire what is due then. */
    void pass(Duration duration) {
        ticker.advance(duration);
        pool.expiries().forEach(ExpiryQueue::expireDue);
    }

    /** Tells that the minimum is started. */
    boolean isWarm() {
        PoolStats now = pool.stats();
        return now.idle() + now.inUse() >= minContexts;
    }

    /** Counts to (idle, inUse, starting, stopping, overdue), in words as the log has them. */
    String counts() {
        PoolStats now = pool.stats();
        return "idle=" + now.idle() + " inUse=" + now.inUse() + " starting=" + now.starting() + " stopping="
                + now.stopping() + " overdue=" + now.overdue();
    }

    /** The invariants that hold at any time. */
    void check() {
        PoolStats now = pool.stats();
        assertThat(now.idle() + now.inUse() + now.starting() + now.stopping())
                .as("places %s", now)
                .isLessThanOrEqualTo(maxContexts + now.overdue());
        assertThat(now.started())
                .as("books %s", now)
                .isEqualTo(now.idle() + now.inUse() + now.stopping() + now.stopped());
        assertThat(calls).as("each call once").doesNotHaveDuplicates();
    }

    @Override
    public void close() {
        check();
        Ended.threadsOf(threads);
        check();
    }
}
