package dev.effe.server.dispatch;

import java.time.Duration;

/** How an invocation ended. The first outcome wins. */
public sealed interface Outcome {

    /** Run returned: its response counts. */
    Outcome SUCCEEDED = new Succeeded();

    /** Run was not over at its deadline. */
    Outcome TIMED_OUT = new TimedOut();

    /** The client went before run was called. */
    Outcome ABANDONED = new Abandoned();

    /** Run returned. */
    record Succeeded() implements Outcome {}

    /** Run threw. */
    record Failed(Throwable cause) implements Outcome {}

    /** The deadline passed first. */
    record TimedOut() implements Outcome {}

    /** Run was never called, and nobody waits for an answer. */
    record Abandoned() implements Outcome {}

    /** Run was never called, unless it was cut at the end of a drain; the client may try again after a while. */
    record Rejected(Rejection reason, Duration retryAfter) implements Outcome {}

    /** Why an invocation was refused. */
    enum Rejection {
        /** All places are taken and the queue is full. */
        OVERLOADED,
        /** No place came free within queue-timeout. */
        QUEUE_TIMED_OUT,
        /** No context could be started. */
        START_FAILED,
        /** The server is stopping. */
        DRAINING
    }
}
