package dev.effe.server;

import dev.effe.server.events.Event;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventRules;
import dev.effe.server.events.EventTarget;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of a function that is replaced: they wait in one queue and go to the function of now. Thread-safe. */
final class ReloadedEvents implements EventTarget, AutoCloseable {

    private final EventRules rules;
    private final EventQueue queue;

    /** Null while there is no such function. */
    private volatile @Nullable EventTarget function;

    ReloadedEvents(EventRules rules) {
        this.rules = rules;
        this.queue = new EventQueue(rules, this);
    }

    EventRules rules() {
        return rules;
    }

    EventQueue queue() {
        return queue;
    }

    /** From now on events go to this function; to none, and wait, if it is null. */
    void lead(@Nullable EventTarget to) {
        function = to;
    }

    @Override
    public void deliver(Event event, Consumer<Result> told) {
        EventTarget now = function;
        if (now == null) {
            told.accept(Result.REFUSED);
        } else {
            // A function that ends is not the end of the server: the next one gets the event.
            now.deliver(event, result -> told.accept(result == Result.STOPPING ? Result.REFUSED : result));
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
