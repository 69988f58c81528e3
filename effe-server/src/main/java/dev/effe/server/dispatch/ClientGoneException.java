package dev.effe.server.dispatch;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A function that streams its answer is told by this that nobody reads it any more: no failure of its own. */
public final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1;

    public ClientGoneException() {
        super("The client is gone");
    }

    /** Whether this is what made a function fail, perhaps wrapped. */
    static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof ClientGoneException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
