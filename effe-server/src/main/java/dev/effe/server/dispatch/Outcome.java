package dev.effe.server.dispatch;

import dev.effe.StatusException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The end of an invocation. The first outcome wins. */
public sealed interface Outcome {

    /** The name of one in metrics and in the log. Static, or each record would have to wait for this type's constants. */
    static String label(Outcome outcome) {
        if (outcome instanceof Failed failed) {
            return failed.meant() == null ? "failed" : "status";
        }
        if (outcome instanceof Succeeded) {
            return "succeeded";
        }
        if (outcome instanceof TimedOut) {
            return "timed_out";
        }
        return outcome instanceof Abandoned ? "abandoned" : "rejected";
    }

    /** True if the caller was owed another: neither an answer, nor a status below 500 that the function means. */
    static boolean isFailure(Outcome outcome) {
        if (outcome instanceof Failed failed) {
            return failed.meant() == null || failed.meant().status() >= 500;
        }
        return outcome instanceof TimedOut || outcome instanceof Rejected;
    }

    /** Run returned: its response counts. */
    Outcome SUCCEEDED = new Succeeded();

    /** Run was not over at its deadline. */
    Outcome TIMED_OUT = new TimedOut();

    /** The client went before run was called. */
    Outcome ABANDONED = new Abandoned();

    /** Run returned. */
    record Succeeded() implements Outcome {}

    /**
     * Run threw.
     *
     * @param meant the answer that it means by that, if it does
     */
    record Failed(Throwable cause, @Nullable Meant meant) implements Outcome {

        /** Takes what it means out of it. Its methods are user code: not for an event loop, and before the deadline. */
        public Failed(Throwable cause) {
            this(cause, cause instanceof StatusException status ? Meant.by(status) : null);
        }
    }

    /** A status that the function answers with, and what it says to it. */
    record Meant(int status, @Nullable String detail) {

        private static @Nullable Meant by(StatusException thrown) {
            try {
                StatusException checked = new StatusException(thrown.status(), "");
                return new Meant(checked.status(), thrown.getMessage());
            } catch (Throwable t) {
                return null; // A subclass of the user's that cannot even say what it means: a failure.
            }
        }
    }

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
