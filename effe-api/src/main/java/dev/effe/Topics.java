package dev.effe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topics of the application, as {@link Invocation#topics} gives them to one call. A function can append to those that
 * effe.yaml lists under its {@code appends}. An event that is appended is kept, and runs each function that has a
 * trigger for the topic.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="topics"}
 *
 * <p>Once append has returned, the event is on the disk and is never lost. It is delivered at least once to each group of
 * triggers, and in order for each key. Append to a topic after the change that the event tells of: then the order of the
 * events is that of the changes.
 *
 * <p>An event carries {@code traceparent} and {@code tracestate} of the appending request, and {@code Effe-Depth}, one
 * more than the appending request's. An event that is deeper than {@code loop-limit} is not run: it is kept as dead.
 *
 * <p>Implemented by the server. Thread-safe: may be used on any thread, as long as {@link Logic#run} has not returned.
 * Each method blocks until the events are on the disk, and at most for the time that is left of the request.
 */
public interface Topics {

    /**
     * Appends one event, whose payload is JSON, written as {@link Logic#json} says.
     *
     * @param topic its name in effe.yaml
     * @param key events of one key are delivered in order; at most 256 bytes of UTF-8, without control characters; null for
     *     an event that has no order
     * @param payload written as JSON; null is the JSON {@code null}
     * @throws IllegalStateException if the function does not declare that it appends to this topic; if {@link Logic#run} has
     *     returned; or if the event cannot be kept, as on a full disk, or not within the request's time: then the message
     *     says whether it may be kept all the same
     * @throws IllegalArgumentException if the payload cannot be written as JSON, or is longer than {@code max-event} of the
     *     topic, or the key is none
     */
    void append(String topic, @Nullable String key, @Nullable Object payload);

    /**
     * Appends several events, in this order. Either all of them are kept or none is, but for those whose own id the topic
     * has had within 7 days: those are left out.
     *
     * @param topic its name in effe.yaml
     * @param events at most 1,000; their payloads have at most 16 MiB together; none is allowed
     * @throws IllegalStateException as {@link #append(String, String, Object)} does
     * @throws IllegalArgumentException if a payload is longer than {@code max-event} of the topic, or if they are too many
     */
    void append(String topic, List<Draft> events);
}
