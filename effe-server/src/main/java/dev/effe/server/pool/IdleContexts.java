package dev.effe.server.pool;

import dev.effe.server.pool.PooledContext.State;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that nobody uses, the most recently used first, and how they age: which are doubtful, which are too old.
 * Guarded by the pool's lock.
 */
final class IdleContexts<C extends @Nullable Object> {

    private static final double JITTER = 0.025;

    private final Deque<PooledContext<C>> idle = new ArrayDeque<>();
    private final PoolLimits limits;
    private final long checkNanos;
    private final Ledger ledger;
    private final Ticker ticker;

    /** When a context was last found to be broken, if one ever was. */
    private boolean hasBroken;

    private long brokenNanos;

    IdleContexts(PoolLimits limits, Ledger ledger, Ticker ticker) {
        this.limits = limits;
        this.checkNanos = limits.check().toNanos();
        this.ledger = ledger;
        this.ticker = ticker;
    }

    /** Takes the warmest one into use; null if none is idle. */
    @Nullable PooledContext<C> take() {
        PooledContext<C> context = idle.pollFirst();
        if (context != null) {
            ledger.move(context, State.IN_USE);
            context.unchecked(isDoubtful(context));
        }
        return context;
    }

    /** Tells if an idle context may have become bad: it was idle for long, or others became bad meanwhile. */
    private boolean isDoubtful(PooledContext<C> context) {
        return ticker.nanos() - context.idleSinceNanos >= checkNanos
                || (hasBroken && brokenNanos - context.idleSinceNanos >= 0);
    }

    void keep(PooledContext<C> context, long nowNanos) {
        ledger.move(context, State.IDLE);
        if (!context.isUnchecked()) { // Else it was not used, and is as doubtful as it was.
            context.idleSinceNanos = nowNanos;
        }
        idle.addFirst(context);
    }

    /** Another context was found to be broken: all that are idle now are doubtful. */
    void broken() {
        hasBroken = true;
        brokenNanos = ticker.nanos();
    }

    /** The context is started: it ages from now on. */
    void isNew(PooledContext<C> context) {
        context.retireAtNanos = limits.maxAge() == null ? 0 : ticker.nanos() + jittered(limits.maxAge());
    }

    boolean isTooOld(PooledContext<C> context) {
        return limits.maxAge() != null && ticker.nanos() - context.retireAtNanos >= 0;
    }

    /**
     * Tells that a context that is too old may stop. One of the minimum waits until its successor is started, unless there
     * is no place for both.
     */
    boolean canBeSpared() {
        return ledger.usable() > Math.min(limits.minContexts(), limits.maxContexts() - 1);
    }

    /** Takes out what is idle for too long or too old. Returns how many are too old and go on until they have successors. */
    int retire(List<PooledContext<C>> retired) {
        int kept = 0;
        long now = ticker.nanos();
        long idleNanos = limits.idle() == null ? Long.MAX_VALUE : jittered(limits.idle());
        for (Iterator<PooledContext<C>> longestIdleFirst = idle.descendingIterator(); longestIdleFirst.hasNext(); ) {
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

    /** Takes out all, to be stopped. */
    List<PooledContext<C>> retireAll() {
        List<PooledContext<C>> retired = List.copyOf(idle);
        idle.clear();
        for (PooledContext<C> context : retired) { // A loop: lambdas, made here first, take an idle stop 5 ms more.
            ledger.move(context, State.STOPPING);
        }
        return retired;
    }

    private static long jittered(Duration duration) {
        return (long)
                (duration.toNanos() * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
    }
}
