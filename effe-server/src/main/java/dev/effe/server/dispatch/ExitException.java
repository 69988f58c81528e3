package dev.effe.server.dispatch;

import java.io.Serial;

/** A function ended the process, from which its call never returns. */
public final class ExitException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    /** An exception without a stack: it is of nobody's code. */
    public ExitException() {
        super("The function called System.exit", null, false, false);
    }
}
