package dev.effe.server.events;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where records of events are sent. Thread-safe. */
public interface Destination {

    /** Makes destinations. */
    @FunctionalInterface
    interface Maker {

        /** The destination of a place; null if there is none of its kind. Must not block. */
        @Nullable Destination make(URI place);
    }

    /**
     * Sends a record. At least once: a record that is sent again has the same name. Does not block; may throw anything.
     *
     * @param name of the record, and of no other
     * @param attributes what goes beside it; perhaps empty
     * @param told called once, on any thread: with null if it has arrived for certain, else with what went wrong
     */
    void send(String name, Map<String, String> attributes, byte[] json, Consumer<@Nullable Throwable> told);
}
