package dev.effe.server.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * An invocation at its end, as those are told that listen. Its values are good until the listener returns; who needs them
 * later copies them. The times are in nanoseconds.
 */
public interface EndedInvocation {

    Kind kind();

    /** The name of the function; "" where a process has one only. */
    String function();

    /** The id of the request. */
    String id();

    /** The request's W3C trace context: its own where requests are traced, else what it came with; null for none. */
    @Nullable String traceparent();

    Outcome outcome();

    /** The number of its context in this process; 0 if it had none. */
    long contextId();

    /** True if its function was called. */
    boolean hasRun();

    /** True if it waited for the start of its context. */
    default boolean isCold() {
        return startNanos() > 0;
    }

    /** The time from its dispatch until its function was called, or until its end; without that of the start. */
    long queueNanos();

    /** The time of the start of its context, if it waited for that, also in vain; else 0. */
    long startNanos();

    /** The time that its function ran, until the outcome was known. */
    long runNanos();

    /** The time from its dispatch to its outcome. */
    long totalNanos();

    /** The bytes that it was called with; 0 for a request, whose connection knows them. */
    default long bytesIn() {
        return 0;
    }

    /** The bytes that its function answered with; 0 for a request, and for an event of a topic, whose answer is dropped. */
    default long bytesOut() {
        return 0;
    }
}
