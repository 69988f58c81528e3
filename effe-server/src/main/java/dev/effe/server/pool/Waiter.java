package dev.effe.server.pool;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A claim that waits for a place: served once, with a context or with a refusal. Guarded by the pool's lock. */
final class Waiter<C extends @Nullable Object> {

    final Claimant claimant;
    final Condition served;

    @Nullable PooledContext<C> context;

    private @Nullable ClaimException refusal;

    Waiter(Claimant claimant, Condition served) {
        this.claimant = claimant;
        this.served = served;
    }

    void serve(PooledContext<C> lent) {
        context = lent;
        served.signal();
    }

    void refuse(ClaimException reason) {
        refusal = reason;
        served.signal();
    }

    /** Returns what it was served, or null if it was not yet. */
    @Nullable PooledContext<C> poll() throws ClaimException {
        if (refusal != null) {
            throw refusal;
        }
        return context;
    }
}
