package dev.effe.server.topics;

import java.util.function.Consumer;

/** A function that a trigger runs. Called by the engine's thread. */
@FunctionalInterface
public interface TriggerTarget {

    /**
     * Runs the function for an event. Must not block.
     *
     * @param told to be called with the result, once, on any thread; does not block
     */
    void deliver(TriggeredEvent event, Consumer<TriggerResult> told);
}
