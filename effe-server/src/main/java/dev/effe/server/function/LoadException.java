package dev.effe.server.function;

import dev.effe.server.log.FailureText;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why there is no function to serve: the message is one line that names the fix, the cause is for the log. */
public final class LoadException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    LoadException(String message) {
        this(message, null);
    }

    /** Not to be kept once logged: the cause may hold back classes of the function, and with them its loader. */
    public LoadException(String message, @Nullable Throwable cause) {
        super(FailureText.oneLine(message), cause);
    }
}
