package dev.effe.spi.trace;

import java.util.Map;
import java.util.Optional;

/**
 * A part of a trace that has ended, as it is shown and exported. Ids are hexadecimal, of 32 and 16 digits. Immutable.
 *
 * @param traceId the trace's, the same in all processes
 * @param spanId its own
 * @param parentId the span that it is a part of, here or elsewhere; "" for none
 * @param name one of few, such as {@code GET /orders/{id}}; 128 characters at most
 * @param kind the part that it has in a call or a message
 * @param startNanos when it began, in nanoseconds since 1970
 * @param endNanos when it ended, in nanoseconds since 1970
 * @param failure why it failed, in a few words, 256 characters at most; empty if it did not
 * @param attributes at most {@link #MOST_ATTRIBUTES}, by OpenTelemetry's names of 64 characters at most; texts of 256 characters at most,
 *     numbers and truth values
 * @param link the span that it goes back to without being a part of it
 * @param function whose it is
 */
public record SpanRecord(
        String traceId,
        String spanId,
        String parentId,
        String name,
        Kind kind,
        long startNanos,
        long endNanos,
        Optional<String> failure,
        Map<String, Object> attributes,
        Optional<Link> link,
        String function) {

    /** The most attributes of a span. */
    public static final int MOST_ATTRIBUTES = 16;

    /** The part that it has in a call or a message. */
    public enum Kind {
        /** It serves a request. */
        SERVER,
        /** It calls another function. */
        CLIENT,
        /** It appends an event. */
        PRODUCER,
        /** It runs for an event. */
        CONSUMER,
        /** It is a part of another in the same process. */
        INTERNAL
    }

    /**
     * A span of another trace.
     *
     * @param traceId the other trace's
     * @param spanId the span's
     */
    public record Link(String traceId, String spanId) {}

    /**
     * The time that it took.
     *
     * @return nanoseconds
     */
    public long nanos() {
        return endNanos - startNanos;
    }
}
