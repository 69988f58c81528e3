package dev.effe.spi;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A handler's failure as AWS Lambda tells it to who invoked it: {@code {"errorMessage", "errorType", "stackTrace"}}. By
 * the Invoke API it is answered 200 with {@code X-Amz-Function-Error: Unhandled} and this payload; the payload never
 * leaves by plain HTTP.
 */
public final class FunctionErrorException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient byte[] payload;
    /** True if the function's own log has it already. */
    private final boolean logged;

    /**
     * Makes a failure that the server is to log.
     *
     * @param payload the JSON for the caller; not copied, so not to be changed after
     * @param message for the log
     * @param cause what the handler threw, for the log; null if it never ran
     */
    public FunctionErrorException(byte[] payload, String message, @Nullable Throwable cause) {
        this(payload, message, cause, false);
    }

    /**
     * Makes a failure.
     *
     * @param payload the JSON for the caller; not copied, so not to be changed after
     * @param message for the log
     * @param cause what the handler threw, for the log; null if it never ran
     * @param logged whether the handler's own log has it, in its own format: then the server's has not
     */
    public FunctionErrorException(byte[] payload, String message, @Nullable Throwable cause, boolean logged) {
        super(message, cause, false, false);
        this.payload = Objects.requireNonNull(payload, "payload");
        this.logged = logged;
    }

    /**
     * The payload that the caller is told.
     *
     * @return JSON, not to be changed
     */
    public byte[] payload() {
        return payload;
    }

    /**
     * true if the handler's own log has it already
     *
     * @return true if the server is not to log it
     */
    public boolean isLogged() {
        return logged;
    }
}
