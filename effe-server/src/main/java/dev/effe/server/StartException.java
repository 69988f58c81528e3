package dev.effe.server;

import dev.effe.server.log.FailureText;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why the server could not start: the message is one line that says what to do, the cause is for the log. */
public final class StartException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    StartException(String message, @Nullable Throwable cause) {
        super(FailureText.oneLine(message), cause);
    }

    /** The same, which says of which function it is; "" is the only one, which needs no name. */
    StartException of(String function) {
        return function.isEmpty() ? this : new StartException(function + ": " + getMessage(), getCause());
    }
}
