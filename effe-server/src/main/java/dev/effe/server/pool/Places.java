package dev.effe.server.pool;

import dev.effe.server.pool.ClaimException.Reason;
import dev.effe.server.pool.PooledContext.State;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The places of a pool, who holds them, and who waits for one. It decides, and calls no user code; {@link ContextPool} does
 * what it decides. Guarded by the pool's lock, which the methods are called with.
 */
final class Places<C extends @Nullable Object> {

    /** The next step for a context that was given back. */
    enum GivenBack {
        KEPT,
        /** It is kept, and is too old: a successor is to be started. */
        KEPT_FOR_SUCCESSOR,
        TO_STOP,
        /** It was not in use. */
        NOT_LENT
    }

    private final ContextPool<C> pool;
    private final PoolLimits limits;
    private final Ticker ticker;
    private final ReentrantLock lock;
    private final Condition stopped;

    private final Ledger ledger = new Ledger();
    private final IdleContexts<C> idle;
    private final OverdueContexts<C> overdue;
    private final Deque<Waiter<C>> waiters = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();
    private @Nullable Keeper keeper;
    /** The keeper was told that min-contexts are started. */
    private boolean warm;

    private boolean closed;

    /** Tells whether a context that is given back will be claimed again; null unless the pool is retired. */
    private @Nullable BooleanSupplier awaited;

    /** Whose context was replaced by the latest change, and who is not told yet. */
    private @Nullable Claimant replaced;

    Places(ContextPool<C> pool, PoolLimits limits, Ticker ticker, ReentrantLock lock) {
        this.pool = pool;
        this.limits = limits;
        this.ticker = ticker;
        this.lock = lock;
        stopped = lock.newCondition();
        idle = new IdleContexts<>(limits, ledger, ticker);
        overdue = new OverdueContexts<>(limits, ledger);
    }

    void keptBy(Keeper who) {
        keeper = who;
    }

    /** Takes the warmest idle context or reserves a place; waits if there is neither. */
    PooledContext<C> claim(Claimant claimant, long deadlineNanos) throws ClaimException, InterruptedException {
        if (closed) {
            throw new ClaimException(Reason.CLOSED, Duration.ZERO, null);
        }
        PooledContext<C> context = idle.take();
        if (context != null) {
            return context;
        }
        return waiters.isEmpty() && mayReserve() ? reserve(claimant) : await(claimant, deadlineNanos);
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
        PooledContext<C> context = new PooledContext<>(pool, claimant);
        long now = ticker.nanos();
        if (!backoff.allowsStart(now)) {
            throw new ClaimException(Reason.BACKING_OFF, backoff.retryAfter(now), null);
        }
        backoff.starts(context);
        ledger.opened();
        return context;
    }

    /** Reserves a place for a start that nobody has claimed; null unless so many are wanted. */
    @Nullable PooledContext<C> reserveSpare(int wanted) throws ClaimException {
        return mayStartAhead(wanted) ? reserve(replacedLate -> {}) : null;
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

    /** Returns why the context cannot be used; null if it can. */
    @Nullable ClaimException startEnded(PooledContext<C> context, @Nullable Throwable failure) {
        boolean usable = failure == null && !context.overdue && !closed;
        if (usable) {
            started(context);
        } else if (failure == null) {
            ledger.move(context, State.STOPPING);
        } else {
            ledger.move(context, State.STOPPED);
            startFailed(context);
            freePlace(context);
        }
        tellKeeper();
        Reason reason = context.overdue ? Reason.START_TIMED_OUT : closed ? Reason.CLOSED : Reason.START_FAILED;
        return usable ? null : new ClaimException(reason, backoff.retryAfter(ticker.nanos()), failure);
    }

    private void started(PooledContext<C> context) {
        ledger.move(context, State.IN_USE);
        idle.isNew(context);
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

    /** @param nowNanos when, if it may be kept */
    GivenBack giveBack(PooledContext<C> context, boolean keep, long nowNanos) {
        if (context.state != State.IN_USE) {
            return GivenBack.NOT_LENT;
        }
        context.overdueOn = null;
        boolean tooOld = idle.isTooOld(context);
        if (keep && !closed && !context.overdue && !(tooOld && idle.canBeSpared()) && isWanted()) {
            boolean successorMissing = tooOld && mayStartAhead(limits.minContexts() + 1);
            lendOrShelve(context, nowNanos);
            return successorMissing ? GivenBack.KEPT_FOR_SUCCESSOR : GivenBack.KEPT;
        }
        if (!keep) {
            idle.broken();
        }
        context.retiredForAge = tooOld;
        ledger.move(context, State.STOPPING);
        serveWaiters();
        return GivenBack.TO_STOP;
    }

    private boolean isWanted() {
        return awaited == null || !waiters.isEmpty() || awaited.getAsBoolean();
    }

    private void lendOrShelve(PooledContext<C> context, long nowNanos) {
        Waiter<C> next = waiters.pollFirst();
        if (next != null) {
            next.serve(context);
            return;
        }
        idle.keep(context, nowNanos);
    }

    /** See {@link ContextPool#runOverdue}. */
    boolean runOverdue(PooledContext<C> context, Claimant user, Thread thread) {
        if (context.state != State.IN_USE) {
            return false;
        }
        context.claimant = user;
        markOverdue(context, thread);
        return context.replaced;
    }

    /** See {@link ContextPool#callOverdue}. */
    boolean callOverdue(PooledContext<C> context, Thread caller) {
        if (context.state == State.STARTING) {
            startFailed(context);
        } else {
            stopFailed(context);
        }
        markOverdue(context, caller);
        tellKeeper();
        return context.replaced;
    }

    private void markOverdue(PooledContext<C> context, Thread on) {
        if (overdue.add(context, on)) {
            if (context.replaced) {
                stopped.signalAll();
            }
            serveWaiters();
        }
    }

    void stopEnded(PooledContext<C> context, boolean failed) {
        if (failed) {
            stopFailed(context);
        }
        ledger.move(context, State.STOPPED);
        freePlace(context);
    }

    /** Counts a failure once, as startFailed does. */
    private void stopFailed(PooledContext<C> context) {
        if (!context.stopFailed) {
            context.stopFailed = true;
            ledger.stopFailures++;
        }
    }

    private void freePlace(PooledContext<C> context) {
        replaced = overdue.over(context);
        serveWaiters();
        stopped.signalAll();
    }

    /** Returns whose context was replaced by the change before, to be told without the lock; null if nobody's. */
    @Nullable Claimant takeReplaced() {
        Claimant user = replaced;
        replaced = null;
        return user;
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

    /** Takes out the idle contexts that are to be stopped now. Returns how many are wanted to serve. */
    int retire(List<PooledContext<C>> retired) {
        tellIfWarm();
        return limits.minContexts() + idle.retire(retired);
    }

    /** Returns how many are to be started, so that so many can serve. */
    int missing(int wanted) {
        return mayStartAhead(wanted) ? Math.min(wanted - ledger.serving, limits.maxContexts() - ledger.places) : 0;
    }

    /** Returns how long to wait until a start that failed may be tried again; for ever if none is to be. */
    long retryNanos(int wanted) {
        long now = ticker.nanos();
        boolean backingOff = ledger.serving < wanted && !backoff.allowsStart(now);
        return backingOff ? backoff.waitNanos(now) : Long.MAX_VALUE;
    }

    /** A context may be started ahead of demand, so that so many can serve. */
    private boolean mayStartAhead(int wanted) {
        return !closed
                && awaited == null
                && ledger.serving < wanted
                && ledger.places < limits.maxContexts()
                && backoff.allowsStart(ticker.nanos());
    }

    List<Thread> overdueThreads() {
        return overdue.threads();
    }

    List<UserThread> overdueUsers() {
        return overdue.users();
    }

    boolean isFailing() {
        return limits.minContexts() > 0 && ledger.usable() == 0 && backoff.isActive();
    }

    /** See {@link ContextPool#retire}. Returns the idle contexts, which are to be stopped. */
    List<PooledContext<C>> retire(BooleanSupplier stillAwaited) {
        awaited = stillAwaited;
        return idle.retireAll();
    }

    /** Refuses whoever waits, and all that come. Returns the idle contexts, which are to be stopped. */
    List<PooledContext<C>> close() {
        closed = true;
        for (Waiter<C> waiter : waiters) { // A loop: lambdas, made here first, take an idle stop 5 ms more.
            waiter.refuse(new ClaimException(Reason.CLOSED, Duration.ZERO, null));
        }
        waiters.clear();
        return idle.retireAll();
    }

    /** Waits until no place is held. Returns whether every context is stopped. */
    boolean awaitStopped(long patienceNanos) throws InterruptedException {
        long left = patienceNanos;
        // A replaced context's code is known to be stuck: it is not waited for.
        while (ledger.places > 0 && left > 0) {
            left = stopped.awaitNanos(left);
        }
        return ledger.isEmpty();
    }

    PoolStats stats() {
        return ledger.snapshot(waiters.size());
    }
}
