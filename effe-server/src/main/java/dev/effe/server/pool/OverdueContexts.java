package dev.effe.server.pool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contexts whose user code is past its time and has not returned. Up to {@link PoolLimits#maxReplaced} of them are
 * replaced: they hold no place any more. Guarded by the pool's lock.
 */
final class OverdueContexts<C extends @Nullable Object> {

    private final Set<PooledContext<C>> contexts = new LinkedHashSet<>();
    private final PoolLimits limits;
    private final Ledger ledger;

    OverdueContexts(PoolLimits limits, Ledger ledger) {
        this.limits = limits;
        this.ledger = ledger;
    }

    /**
     * Counts a context as overdue, if it is not counted yet.
     *
     * @return whether that is new
     */
    boolean add(PooledContext<C> context, Thread on) {
        context.overdueOn = on;
        if (context.overdue) {
            return false;
        }
        contexts.add(context);
        ledger.overdue(context);
        context.replaced = ledger.overdue <= limits.maxReplaced();
        if (context.replaced) {
            ledger.places--;
        }
        return true;
    }

    /**
     * Gives up what a context that is over still holds.
     *
     * @return whose context is replaced therefore, an overdue one that was one too many; null if there is none
     */
    @Nullable Claimant over(PooledContext<C> context) {
        if (context.overdue) {
            ledger.overdue--;
            contexts.remove(context);
        }
        if (!context.replaced) {
            ledger.places--;
        }
        return ledger.overdue <= limits.maxReplaced() ? replaceOne() : null;
    }

    private @Nullable Claimant replaceOne() {
        for (PooledContext<C> context : contexts) {
            if (!context.replaced) {
                context.replaced = true;
                ledger.places--;
                return context.claimant;
            }
        }
        return null;
    }

    /** The threads of their user code. */
    List<Thread> threads() {
        return contexts.stream()
                .map(context -> context.overdueOn)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The same with whom it runs for, and what it is. */
    List<UserThread> users() {
        List<UserThread> users = new ArrayList<>();
        for (PooledContext<C> context : contexts) {
            Thread thread = context.overdueOn;
            if (thread != null) {
                users.add(new UserThread(thread, context.claimant, step(context), true));
            }
        }
        return users;
    }

    private UserThread.Step step(PooledContext<C> context) {
        return switch (context.state) {
            case STARTING -> UserThread.Step.START;
            case IDLE, IN_USE -> UserThread.Step.RUN;
            case STOPPING, STOPPED -> UserThread.Step.STOP;
        };
    }
}
