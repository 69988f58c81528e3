package dev.effe.server.pool;

import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.pool.ClaimException.Reason;
import dev.effe.server.pool.PooledContext.State;
import dev.effe.server.threads.Fatal;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final double JITTER = 0.025;

    private final ContextLifecycle<C> lifecycle;
    private final UserCalls<C> calls;
    private final PoolLimits limits;
    private final long checkNanos;
    private final Executor workers;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();

    // Guarded by lock.
    private final Deque<PooledContext<C>> idle = new ArrayDeque<>();
    private final Deque<Waiter<C>> waiters = new ArrayDeque<>();
    private final Set<PooledContext<C>> overdue = new LinkedHashSet<>();
    private final Ledger ledger = new Ledger();
    private final Backoff backoff = new Backoff();
    private @Nullable Keeper keeper;
    /** The keeper was told that min-contexts are started. */
    private boolean warm;

    private boolean closed;

    /** When a context was last found to be broken, if one ever was. */
    private boolean hasBroken;

    private long brokenNanos;

    public ContextPool(ContextLifecycle<C> lifecycle, PoolLimits limits, Executor workers, Ticker ticker) {
        this.lifecycle = lifecycle;
        this.calls = new UserCalls<>(this, lifecycle, limits, ticker);
        this.limits = limits;
        this.checkNanos = limits.check().toNanos();
        this.workers = workers;
        this.ticker = ticker;
    }

    /** Names who is to be told of the minimum. */
    void keptBy(Keeper who) {
        lock.lock();
        try {
            keeper = who;
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
            context = take(claimant);
            if (context == null) {
                context = await(claimant, deadlineNanos);
            }
            fresh = context.state == State.STARTING;
        } finally {
            lock.unlock();
        }
        return fresh ? start(context) : context;
    }

    /** Takes the warmest idle context or reserves a place; null if there is neither. */
    private @Nullable PooledContext<C> take(Claimant claimant) throws ClaimException {
        if (closed) {
            throw new ClaimException(Reason.CLOSED, Duration.ZERO, null);
        }
        PooledContext<C> context = idle.pollFirst();
        if (context != null) {
            ledger.move(context, State.IN_USE);
            context.unchecked(isDoubtful(context));
            return context;
        }
        return waiters.isEmpty() && mayReserve() ? reserve(claimant) : null;
    }

    /** Tells if an idle context may have become bad: it was idle for long, or others became bad meanwhile. */
    private boolean isDoubtful(PooledContext<C> context) {
        return ticker.nanos() - context.idleSinceNanos >= checkNanos
                || (hasBroken && brokenNanos - context.idleSinceNanos >= 0);
    }

    /**
     * True if whoever needs a place is to try for one now, rather than wait: there is one, and starts do not back off.
     * If they do, only contexts in use are worth waiting for; without any it is to be refused.
     */
    private boolean mayReserve() {
        return ledger.places < limits.maxContexts() && (backoff.allowsStart(ticker.nanos()) || !ledger.usableInUse());
    }

    /** Reserves a free place for a start. */
    private PooledContext<C> reserve(Claimant claimant) throws ClaimException {
        PooledContext<C> context = new PooledContext<>(this, claimant);
        long now = ticker.nanos();
        if (!backoff.allowsStart(now)) {
            throw new ClaimException(Reason.BACKING_OFF, backoff.retryAfter(now), null);
        }
        backoff.starts(context);
        ledger.opened();
        return context;
    }

    private PooledContext<C> await(Claimant claimant, long deadlineNanos) throws ClaimException, InterruptedException {
        Waiter<C> waiter = new Waiter<>(claimant, lock.newCondition());
        waiters.addLast(waiter);
        try {
            while (true) {
                PooledContext<C> lent = waiter.poll();
                if (lent != null) {
                    return lent;
                }
                boolean first = waiters.peekFirst() == waiter;
                if (first && mayReserve()) {
                    return reserve(claimant);
                }
                long now = ticker.nanos();
                if (deadlineNanos - now <= 0) {
                    throw new ClaimException(Reason.NO_PLACE, Duration.ofSeconds(1), null);
                }
                waiter.served.awaitNanos(
                        Math.min(deadlineNanos - now, first ? backoff.waitNanos(now) : Long.MAX_VALUE));
            }
        } catch (InterruptedException e) {
            PooledContext<C> lent = waiter.context;
            if (lent == null) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return lent; // Served at the same moment: nothing may be lost.
        } finally {
            waiters.remove(waiter);
            wakeFirstWaiter();
        }
    }

    /** The first of those that wait tries again when the back-off is over. */
    private void wakeFirstWaiter() {
        Waiter<C> first = waiters.peekFirst();
        if (first != null) {
            first.served.signal();
        }
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
            boolean usable = failure == null && !context.overdue && !closed;
            if (usable) {
                started(context);
            } else if (failure == null) {
                ledger.move(context, State.STOPPING);
            } else {
                ledger.move(context, State.STOPPED);
                startFailed(context);
                replaced = freePlace(context);
            }
            tellKeeper();
            Reason reason = context.overdue ? Reason.START_TIMED_OUT : closed ? Reason.CLOSED : Reason.START_FAILED;
            return usable ? null : new ClaimException(reason, backoff.retryAfter(ticker.nanos()), failure);
        } finally {
            lock.unlock();
            tellReplaced(replaced);
        }
    }

    private void started(PooledContext<C> context) {
        ledger.move(context, State.IN_USE);
        context.retireAtNanos = limits.maxAge() == null ? 0 : ticker.nanos() + jittered(limits.maxAge());
        backoff.succeeded();
        serveWaiters();
    }

    /** Tells the keeper what the end of a start means to the minimum. */
    private void tellKeeper() {
        tellIfWarm();
        if (keeper != null && ledger.serving < limits.minContexts()) {
            keeper.missing();
        }
    }

    private void tellIfWarm() {
        if (keeper != null && !warm && !closed && ledger.usable() >= limits.minContexts()) {
            warm = true;
            keeper.warm();
        }
    }

    /** Counts a failure once, be it noticed when the start was overdue or when it ended. */
    private void startFailed(PooledContext<C> context) {
        if (!context.overdue) {
            ledger.startFailures++;
            backoff.failed(context, ticker.nanos());
        }
    }

    /** Ends the use of a context and keeps it for the next. A context that is not in use is left alone. */
    public void release(PooledContext<C> context) {
        giveBack(context, true);
    }

    /** Ends the use of a context and stops it, on another thread. A context that is not in use is left alone. */
    public void discard(PooledContext<C> context) {
        giveBack(context, false);
    }

    private void giveBack(PooledContext<C> context, boolean keep) {
        boolean kept;
        boolean successorMissing;
        lock.lock();
        try {
            if (context.state != State.IN_USE) {
                return;
            }
            context.overdueOn = null;
            boolean tooOld = isTooOld(context);
            kept = keep && !closed && !context.overdue && !(tooOld && canBeSpared());
            successorMissing = kept && tooOld && mayStartAhead(limits.minContexts() + 1);
            if (kept) {
                lendOrShelve(context);
            } else {
                if (!keep) {
                    hasBroken = true;
                    brokenNanos = ticker.nanos();
                }
                context.retiredForAge = tooOld;
                ledger.move(context, State.STOPPING);
                serveWaiters();
            }
        } finally {
            lock.unlock();
        }
        if (!kept) {
            stopOnWorker(context);
        } else if (successorMissing) {
            startOnWorker(limits.minContexts() + 1);
        }
    }

    private void lendOrShelve(PooledContext<C> context) {
        Waiter<C> next = waiters.pollFirst();
        if (next != null) {
            next.serve(context);
            return;
        }
        ledger.move(context, State.IDLE);
        if (!context.isUnchecked()) { // Else it was not used, and is as doubtful as it was.
            context.idleSinceNanos = ticker.nanos();
        }
        idle.addFirst(context);
    }

    private boolean isTooOld(PooledContext<C> context) {
        return limits.maxAge() != null && ticker.nanos() - context.retireAtNanos >= 0;
    }

    /**
     * Tells that a context that is too old may stop. One of the minimum waits until its successor is started, unless there
     * is no place for both.
     */
    private boolean canBeSpared() {
        return ledger.usable() > Math.min(limits.minContexts(), limits.maxContexts() - 1);
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
            if (context.state != State.IN_USE) {
                return false;
            }
            context.claimant = user;
            return markOverdue(context, thread);
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
            if (context.state == State.STARTING) {
                startFailed(context);
            } else {
                stopFailed(context);
            }
            markOverdue(context, caller);
            tellKeeper();
            return context.replaced;
        } finally {
            lock.unlock();
        }
    }

    private boolean markOverdue(PooledContext<C> context, Thread on) {
        context.overdueOn = on;
        if (!context.overdue) {
            overdue.add(context);
            ledger.overdue(context);
            context.replaced = ledger.overdue <= limits.maxReplaced();
            if (context.replaced) {
                ledger.places--;
                stopped.signalAll();
            }
            serveWaiters();
        }
        return context.replaced;
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
            if (failure != null) {
                stopFailed(context);
            }
            ledger.move(context, State.STOPPED);
            replaced = freePlace(context);
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

    /** Counts a failure once, as startFailed does. */
    private void stopFailed(PooledContext<C> context) {
        if (!context.stopFailed) {
            context.stopFailed = true;
            ledger.stopFailures++;
        }
    }

    /**
     * Gives up what a context that is over still holds.
     *
     * @return whose context was replaced therefore, if there is one; to be told without the lock
     */
    private @Nullable Claimant freePlace(PooledContext<C> context) {
        if (context.overdue) {
            ledger.overdue--;
            overdue.remove(context);
        }
        if (!context.replaced) {
            ledger.places--;
        }
        Claimant replaced = replaceLate();
        serveWaiters();
        stopped.signalAll();
        return replaced;
    }

    /** Replaces an overdue context that was one too many, now that fewer are. */
    private @Nullable Claimant replaceLate() {
        if (ledger.overdue <= limits.maxReplaced()) {
            for (PooledContext<C> context : overdue) {
                if (!context.replaced) {
                    context.replaced = true;
                    ledger.places--;
                    return context.claimant;
                }
            }
        }
        return null;
    }

    private static void tellReplaced(@Nullable Claimant user) {
        if (user != null) {
            user.replacedLate();
        }
    }

    /**
     * Gives the free places to those that wait, in their order. The first of those that are left is to find out anew how
     * long to wait: called after every change that may matter to it.
     */
    private void serveWaiters() {
        while (!waiters.isEmpty() && mayReserve()) {
            Waiter<C> next = waiters.removeFirst();
            try {
                next.serve(reserve(next.claimant));
            } catch (ClaimException e) {
                next.refuse(e);
            }
        }
        wakeFirstWaiter();
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
            tellIfWarm();
            wanted = limits.minContexts() + retire(retired);
            missing =
                    mayStartAhead(wanted) ? Math.min(wanted - ledger.serving, limits.maxContexts() - ledger.places) : 0;
            long now = ticker.nanos();
            boolean backingOff = ledger.serving < wanted && !backoff.allowsStart(now);
            retryNanos = backingOff ? backoff.waitNanos(now) : Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
        retired.forEach(this::stopOnWorker);
        for (int i = 0; i < missing; i++) {
            startOnWorker(wanted);
        }
        return retryNanos;
    }

    /** A context may be started ahead of demand, so that so many can serve. */
    private boolean mayStartAhead(int wanted) {
        return !closed
                && ledger.serving < wanted
                && ledger.places < limits.maxContexts()
                && backoff.allowsStart(ticker.nanos());
    }

    /** Returns how many are too old and go on until they have successors. */
    private int retire(List<PooledContext<C>> retired) {
        int kept = 0;
        long now = ticker.nanos();
        long idleNanos = limits.idle() == null ? Long.MAX_VALUE : jittered(limits.idle());
        for (var longestIdleFirst = idle.descendingIterator(); longestIdleFirst.hasNext(); ) {
            PooledContext<C> context = longestIdleFirst.next();
            boolean unused = now - context.idleSinceNanos >= idleNanos && ledger.usable() > limits.minContexts();
            boolean tooOld = isTooOld(context);
            if (unused || (tooOld && canBeSpared())) {
                longestIdleFirst.remove();
                context.retiredForAge = tooOld;
                ledger.move(context, State.STOPPING);
                retired.add(context);
            } else if (tooOld) {
                kept++;
            }
        }
        return kept;
    }

    private void startOnWorker(int wanted) {
        try {
            workers.execute(() -> startSpare(wanted));
        } catch (RuntimeException | OutOfMemoryError e) {
            Fatal.check(e);
            log.warn("No worker to start a context ahead of demand; trying again in some seconds", e);
        }
    }

    private static long jittered(Duration duration) {
        return (long)
                (duration.toNanos() * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
    }

    /** Starts a context that nobody has claimed, unless the pool has grown enough meanwhile, is full or is backing off. */
    private void startSpare(int wanted) {
        try {
            PooledContext<C> context;
            lock.lock();
            try {
                if (!mayStartAhead(wanted)) {
                    return;
                }
                context = reserve(replaced -> {});
            } finally {
                lock.unlock();
            }
            release(start(context));
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
            return overdue.stream()
                    .map(context -> context.overdueOn)
                    .filter(Objects::nonNull)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** No context can serve, since starts fail. False without a minimum: nobody starts one before it is asked for. */
    public boolean isFailing() {
        lock.lock();
        try {
            return limits.minContexts() > 0 && ledger.usable() == 0 && backoff.isActive();
        } finally {
            lock.unlock();
        }
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
            closed = true;
            for (Waiter<C> waiter : waiters) { // Loops: lambdas, made here first, take an idle stop 5 ms more.
                waiter.refuse(new ClaimException(Reason.CLOSED, Duration.ZERO, null));
            }
            waiters.clear();
            retired = List.copyOf(idle);
            idle.clear();
            for (PooledContext<C> context : retired) {
                ledger.move(context, State.STOPPING);
            }
        } finally {
            lock.unlock();
        }
        for (PooledContext<C> context : retired) {
            stopOnWorker(context);
        }
        calls.endStarts();
        return awaitStopped(patience.toNanos());
    }

    private boolean awaitStopped(long patienceNanos) throws InterruptedException {
        long left = patienceNanos;
        lock.lock();
        try {
            // A replaced context's code is known to be stuck: it is not waited for.
            while (ledger.places > 0 && left > 0) {
                left = stopped.awaitNanos(left);
            }
            return ledger.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public PoolStats stats() {
        lock.lock();
        try {
            return ledger.snapshot(waiters.size());
        } finally {
            lock.unlock();
        }
    }
}
