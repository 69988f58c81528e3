package dev.effe.server.pool;

import org.jspecify.annotations.Nullable;

/** Makes and ends contexts for the pool: the user's start and stop. Calls overlap. */
public interface ContextLifecycle<C extends @Nullable Object> {

    /** Makes a context; may block, may throw anything. */
    C start() throws Exception;

    /**
     * Is told of a start that threw, to log it; on the thread that called it.
     *
     * @param failed has what was thrown as its cause
     */
    default void startFailed(ClaimException failed) {}

    /** The time that was spent before the first start could be called, in nanoseconds; 0 once it was asked for. */
    default long takeInitNanos() {
        return 0;
    }

    /** A start or stop threw; told on its thread, within its time. */
    default void failed(Throwable failure) {}

    /** Ends a context. Called exactly once for each that start returned. May block, may throw anything. */
    void stop(C context) throws Exception;
}
