package dev.effe.server.topics;

import dev.effe.spi.topics.NewEvent;
import java.time.Duration;
import java.util.List;

/** Where one function's events go. Thread-safe. */
public interface AppendTarget {

    /**
     * The longest payload that a topic takes, in bytes.
     *
     * @throws IllegalStateException if the function may not append to it; the message says what would allow it
     */
    int maxEventBytes(String topic);

    /**
     * Keeps events of one topic, which the function may append to.
     *
     * @throws IllegalStateException if they are not kept, or that is not known; the message says why
     */
    void append(List<NewEvent> events, Duration patience);
}
