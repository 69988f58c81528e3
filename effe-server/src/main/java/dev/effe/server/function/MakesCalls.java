package dev.effe.server.function;

import org.jspecify.annotations.Nullable;

/** A request whose function may call others, and append to topics. */
public interface MakesCalls {

    /**
     * Names who calls and who appends. Called before the function is, on the same thread.
     *
     * @param caller null if it may call none
     * @param appender null if there are no topics
     */
    void reachOut(@Nullable Caller caller, @Nullable Appender appender);

    /** The function's run has returned. */
    void runEnded();
}
