package dev.effe.server.dispatch;

import dev.effe.server.log.Causes;
import java.io.IOException;

/** A function that streams its answer is told by this that nobody reads it any more: no failure of its own. */
public final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1;

    public ClientGoneException() {
        super("The client is gone");
    }

    /** True if this is what made a function fail, perhaps wrapped. */
    static boolean isCauseOf(Throwable failure) {
        return Causes.find(failure, ClientGoneException.class) != null;
    }
}
