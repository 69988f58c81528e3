package dev.effe.server.pool;

/** Whoever a context is started for, or uses it. */
@FunctionalInterface
public interface Claimant {

    /** The start of its context is about to be called. Called by whoever claims; must not block. */
    default void starts() {}

    /**
     * The start went past start-timeout: it was interrupted, and the claim will fail, but only when the user's code
     * returns. Called on the timer's thread; must not block.
     *
     * @param replaced whether the context's place was given to another
     */
    void startOverdue(boolean replaced);

    /**
     * The context's start or run is long past its time, and only now, when others of its kind have returned, was its
     * place given to another. Called on any thread; must not block.
     */
    default void replacedLate() {}
}
