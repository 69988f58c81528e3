package dev.effe.server.dispatch;

import java.io.Serial;
import java.util.OptionalInt;

/** A function ended the process, from which its call never returns. */
public final class ExitException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient OptionalInt status;

    /** @param status what it gave to System.exit, if that is known */
    public ExitException(OptionalInt status) {
        super("The function called System.exit", null, false, false);
        this.status = status;
    }

    /** What it gave to System.exit, if that is known. */
    public OptionalInt status() {
        return status;
    }
}
