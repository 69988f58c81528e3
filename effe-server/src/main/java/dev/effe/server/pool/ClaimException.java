package dev.effe.server.pool;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says why a claim got no context, and when to try again. Without a stack trace: it is an answer, not a bug. */
public final class ClaimException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    /** Why there was none. */
    public enum Reason {
        /** This claim's own start threw or returned nothing; the cause says what. */
        START_FAILED,
        /** This claim's own start took longer than start-timeout. */
        START_TIMED_OUT,
        /** An earlier start failed and its back-off is not over. */
        BACKING_OFF,
        /** No place came free in time. */
        NO_PLACE,
        /** The pool is closed. */
        CLOSED
    }

    private final Reason reason;
    private final transient Duration retryAfter;

    public ClaimException(Reason reason, Duration retryAfter, @Nullable Throwable cause) {
        super(reason.name(), cause, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
