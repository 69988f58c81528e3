package dev.effe;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Another function, called by {@link Functions#call}, gave no result. Like any {@link StatusException} it is an answer: a
 * function that does not catch it answers with its status and message, and keeps its context.
 *
 * <p>The status says whose fault it is. A status from 400 to 499 is the other function's own, and so is the message. 502
 * is anything that the other function must not have done, or that nobody answers at its address; none of its text is in
 * the message. 503 says that the other function has no room now, 504 that the time was over, 508 that calls are nested
 * deeper than {@code loop-limit}. From 500 on it is logged with the other function's name, if the calling function does
 * not catch it.
 */
public final class CallException extends StatusException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Who was called. */
    private final String function;

    /** When to try again; null if that is not known. */
    private final @Nullable Duration retryAfter;

    /**
     * Makes the answer.
     *
     * @param function who was called
     * @param status from 400 to 599
     * @param message for the client
     * @param retryAfter when to try again, or null
     * @param cause what led to it, or null; never shown to the client
     * @throws IllegalArgumentException if the status is out of range
     */
    public CallException(
            String function, int status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(status, message, cause);
        this.function = function;
        this.retryAfter = retryAfter;
    }

    /**
     * The function that was called.
     *
     * @return its name in effe.yaml
     */
    public String function() {
        return function;
    }

    /**
     * When to try again. It becomes the {@code Retry-After} of the answer, if the calling function sets none.
     *
     * @return what the other function said, in whole seconds, if it did
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
