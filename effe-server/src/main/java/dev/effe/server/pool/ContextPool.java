package dev.effe.server.pool;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.pool.ClaimException.Reason;
import dev.effe.server.pool.PooledContext.State;
import dev.effe.server.threads.Fatal;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends contexts, the most recently used first, and starts one where none is idle and a place is free.
 *
 * <p>At most maxContexts contexts hold a place, from before their start until after their stop. A context whose user
 * code is overdue gives its place up, so that it is replaced, up to {@link PoolLimits#maxReplaced}. User code is never
 * called under the lock. Thread-safe.
 */
public final class ContextPool<C extends @Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(ContextPool.class);
    private static final RateLimitedLog failedStops = new RateLimitedLog(log);
    private static final RateLimitedLog workerless = new RateLimitedLog(log);

    private final ContextLifecycle<C> lifecycle;
    private final UserCalls<C> calls;
    private final PoolLimits limits;
    private final Executor workers;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Places<C> places; // Guarded by lock.

    public ContextPool(ContextLifecycle<C> lifecycle, PoolLimits limits, Executor workers, Ticker ticker) {
        this.lifecycle = lifecycle;
        this.calls = new UserCalls<>(this, lifecycle, limits, ticker);
        this.limits = limits;
        this.workers = workers;
        this.ticker = ticker;
        places = new Places<>(this, limits, ticker, lock);
    }

    /** Names who is to be told of the minimum. */
    void keptBy(Keeper who) {
        lock.lock();
        try {
            places.keptBy(who);
        } finally {
            lock.unlock();
        }
    }

    /** The entries that a timer has to let expire: hanging starts and stops. */
    public List<ExpiryQueue<?>> expiries() {
        return calls.expiries();
    }

    /**
     * Lends a context until it is released or discarded. May block: as long as the user's start does, or until a place
     * is free, or, while starts back off, until one that is in use is released or another start may be tried.
     *
     * @param deadlineNanos when to stop waiting for a place, on the pool's ticker
     * @param claimant told if the start hangs
     */
    public PooledContext<C> claim(long deadlineNanos, Claimant claimant) throws ClaimException, InterruptedException {
        PooledContext<C> context;
        boolean fresh;
        lock.lock();
        try {
            context = places.claim(claimant, deadlineNanos);
            fresh = context.state == State.STARTING;
        } finally {
            lock.unlock();
        }
        if (!fresh) {
            return context;
        }
        claimant.starts();
        return start(context).awaited();
    }

    /** Calls the user's start. The creator keeps what it created. */
    private PooledContext<C> start(PooledContext<C> context) throws ClaimException {
        Throwable failure = calls.start(context);
        ClaimException refusal = startEnded(context, failure);
        if (refusal == null) {
            return context;
        }
        if (failure == null) {
            stop(context); // Started, but too late.
        }
        throw refusal;
    }

    /** Returns why the context cannot be used; null if it can. */
    private @Nullable ClaimException startEnded(PooledContext<C> context, @Nullable Throwable failure) {
        Claimant replaced = null;
        lock.lock();
        try {
            ClaimException refusal = places.startEnded(context, failure);
            replaced = places.takeReplaced();
            return refusal;
        } finally {
            lock.unlock();
            tellReplaced(replaced);
        }
    }

    /** Ends the use of a context and keeps it for the next. A context that is not in use is left alone. */
    public void release(PooledContext<C> context) {
        release(context, ticker.nanos());
    }

    /**
     * The same for whoever has looked at the clock just now.
     *
     * @param nowNanos on the pool's ticker
     */
    public void release(PooledContext<C> context, long nowNanos) {
        giveBack(context, true, nowNanos);
    }

    /** Ends the use of a context and stops it, on another thread. A context that is not in use is left alone. */
    public void discard(PooledContext<C> context) {
        giveBack(context, false, 0);
    }

    private void giveBack(PooledContext<C> context, boolean keep, long nowNanos) {
        Places.GivenBack next;
        lock.lock();
        try {
            next = places.giveBack(context, keep, nowNanos);
        } finally {
            lock.unlock();
        }
        switch (next) {
            case TO_STOP -> stopOnWorker(context);
            case KEPT_FOR_SUCCESSOR -> startOnWorker(limits.minContexts() + 1);
            case KEPT, NOT_LENT -> {}
        }
    }

    /**
     * Says that the user of a context is past its time and has not returned: the context gives up its place, and is
     * stopped when it is given back at last.
     *
     * @return whether its place was given to another; if not, because too many are stuck, it keeps the place
     */
    boolean runOverdue(PooledContext<C> context, Claimant user, Thread thread) {
        lock.lock();
        try {
            return places.runOverdue(context, user, thread);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that a start or stop is past its time and has not returned: the context gives up its place.
     *
     * @return whether its place was given to another, as for {@link #runOverdue}
     */
    boolean callOverdue(PooledContext<C> context, Thread caller) {
        lock.lock();
        try {
            return places.callOverdue(context, caller);
        } finally {
            lock.unlock();
        }
    }

    private void stopOnWorker(PooledContext<C> context) {
        try {
            workers.execute(() -> stop(context));
        } catch (RuntimeException | OutOfMemoryError e) {
            Fatal.check(e);
            workerless.warn("No worker to stop a context: stopping it on {}", Thread.currentThread(), e);
            stop(context);
        }
    }

    /** Calls the user's stop. */
    private void stop(PooledContext<C> context) {
        Throwable failure = calls.stop(context);
        Claimant replaced;
        lock.lock();
        try {
            places.stopEnded(context, failure != null);
            replaced = places.takeReplaced();
        } finally {
            lock.unlock();
        }
        tellReplaced(replaced);
        if (failure != null) {
            failedStops.warn("A context's stop threw", failure); // Last: its getMessage is user code too.
        }
        if (context.retiredForAge) {
            maintain(); // There is a place for its successor now.
        }
    }

    private static void tellReplaced(@Nullable Claimant user) {
        if (user != null) {
            user.replacedLate();
        }
    }

    /**
     * Retires what is idle for too long or too old, and starts what is missing to the minimum. Does not block.
     *
     * @return nanoseconds until a start that failed may be tried again; for ever if none is to be
     */
    public long maintain() {
        List<PooledContext<C>> retired = new ArrayList<>();
        int wanted;
        int missing;
        long retryNanos;
        lock.lock();
        try {
            wanted = places.retire(retired);
            missing = places.missing(wanted);
            retryNanos = places.retryNanos(wanted);
        } finally {
            lock.unlock();
        }
        retired.forEach(this::stopOnWorker);
        for (int i = 0; i < missing; i++) {
            startOnWorker(wanted);
        }
        return retryNanos;
    }

    private void startOnWorker(int wanted) {
        try {
            workers.execute(() -> startSpare(wanted));
        } catch (RuntimeException | OutOfMemoryError e) {
            Fatal.check(e);
            log.warn("No worker to start a context ahead of demand; trying again in some seconds", e);
        }
    }

    /** Starts a context that nobody has claimed, unless the pool has grown enough meanwhile, is full or is backing off. */
    private void startSpare(int wanted) {
        try {
            PooledContext<C> context;
            lock.lock();
            try {
                context = places.reserveSpare(wanted);
            } finally {
                lock.unlock();
            }
            if (context != null) {
                release(start(context));
            }
        } catch (ClaimException e) {
            if (e.reason() == Reason.START_FAILED) {
                lifecycle.startFailed(e);
            }
        }
    }

    /** True if so much user code is stuck that contexts are no longer replaced. */
    public boolean isStuck() {
        return stats().overdue() > limits.maxReplaced();
    }

    /** The threads of user code that is past its time and has not returned. */
    public List<Thread> overdueThreads() {
        lock.lock();
        try {
            return places.overdueThreads();
        } finally {
            lock.unlock();
        }
    }

    /** The threads in starts and stops, and those in runs that are past their time. */
    public List<UserThread> userThreads() {
        List<UserThread> threads = new ArrayList<>(calls.threads());
        lock.lock();
        try {
            threads.addAll(places.overdueUsers());
        } finally {
            lock.unlock();
        }
        return threads;
    }

    /** No context can serve, since starts fail. False without a minimum: nobody starts one before it is asked for. */
    public boolean isFailing() {
        lock.lock();
        try {
            return places.isFailing();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops the idle contexts, and each that is given back from now on, unless it is still awaited. None is started ahead
     * of demand any more; whoever claims one gets it.
     *
     * @param awaited whether somebody is about to claim one; must not block
     */
    public void retire(BooleanSupplier awaited) {
        List<PooledContext<C>> retired;
        lock.lock();
        try {
            retired = places.retire(awaited);
        } finally {
            lock.unlock();
        }
        retired.forEach(this::stopOnWorker);
    }

    /**
     * Stops every context: the idle ones at once, the others when they are given back. No start begins after this call,
     * and those that have begun are interrupted.
     *
     * @param patience how long to wait for that
     * @return whether every context is stopped
     */
    public boolean close(Duration patience) throws InterruptedException {
        List<PooledContext<C>> retired;
        lock.lock();
        try {
            retired = places.close();
        } finally {
            lock.unlock();
        }
        for (PooledContext<C> context : retired) {
            stopOnWorker(context);
        }
        calls.endStarts();
        lock.lock();
        try {
            return places.awaitStopped(patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    public PoolStats stats() {
        lock.lock();
        try {
            return places.stats();
        } finally {
            lock.unlock();
        }
    }
}
