package dev.effe;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An event of a topic, as {@link Invocation#event} gives it to the function that it runs. Its payload is the request's
 * body. Immutable and thread-safe.
 *
 * @param id the same in every attempt: {@code shop/placed/4711}, or the id that was appended with it
 * @param topic the topic's name
 * @param lane the lane that its key belongs to, from 0
 * @param offset its number in the topic, from 1, without gaps
 * @param key its key; empty if it has no order
 * @param time when it was appended
 * @param attempt how often it has been delivered by now, this time included; refusals for want of a context do not count
 * @param replay the name of the replay that it is delivered by; empty if it is delivered for the first time
 * @param headers those it was appended with, by name, whatever its case
 */
public record Event(
        String id,
        String topic,
        int lane,
        long offset,
        Optional<String> key,
        Instant time,
        int attempt,
        Optional<String> replay,
        Map<String, String> headers) {

    /** Copies the map. */
    public Event {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }
}
