package dev.effe.server.topics;

import dev.effe.Event;
import java.util.Optional;
import java.util.function.Consumer;

/** A function that is told that its events are replayed. Thread-safe. */
record ReplayedTarget(TriggerTarget target, String replay) implements TriggerTarget {

    @Override
    public void deliver(TriggeredEvent triggered, Consumer<TriggerResult> told) {
        Event event = triggered.event();
        Event replayed = new Event(
                event.id(),
                event.topic(),
                event.lane(),
                event.offset(),
                event.key(),
                event.time(),
                event.attempt(),
                Optional.of(replay),
                event.headers());
        target.deliver(
                new TriggeredEvent(triggered.group(), replayed, triggered.contentType(), triggered.payload()), told);
    }
}
