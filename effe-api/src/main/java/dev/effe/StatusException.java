package dev.effe;

import java.io.Serial;

/**
 * An answer that the function means to give instead of a result: {@code throw new StatusException(400, "invalid
 * password")}. It is no failure: nothing is logged above debug level, and the context stays in the pool.
 *
 * <p>The client gets the status and, as the {@code detail} of an {@code application/problem+json} body (RFC 9457), the
 * message: the only text of any exception that ever reaches a client. Some headers that the function has set are sent
 * too: {@code WWW-Authenticate}, {@code Allow}, {@code Retry-After}, {@code Accept-Encoding}, {@code Vary} and those of
 * CORS ({@code Access-Control-Allow-Origin}, {@code -Allow-Credentials} and {@code -Expose-Headers}).
 */
public class StatusException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** The status to answer with. */
    private final int status;

    /**
     * Makes the answer.
     *
     * @param status from 400 to 599
     * @param message for the client
     * @throws IllegalArgumentException if the status is out of range
     */
    public StatusException(int status, String message) {
        this(status, message, null);
    }

    /**
     * Makes the answer, keeping what led to it for the log.
     *
     * @param status from 400 to 599
     * @param message for the client
     * @param cause what led to it, or null; never shown to the client
     * @throws IllegalArgumentException if the status is out of range
     */
    public StatusException(int status, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        // No stack trace: this is an answer, not a failure, and filling one in costs more than most functions do.
        super(message, cause, false, false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be from 400 to 599, but was " + status);
        }
        this.status = status;
    }

    /**
     * The status to answer with.
     *
     * @return from 400 to 599
     */
    public int status() {
        return status;
    }
}
