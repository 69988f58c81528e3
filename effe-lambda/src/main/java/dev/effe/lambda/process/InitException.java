package dev.effe.lambda.process;

import java.io.Serial;

/** A process that could not be started, or has not asked for a call. */
final class InitException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient byte[] error;

    /**
     * @param error the process's own JSON, or what stands for it
     * @param message a line that says what happened
     */
    InitException(byte[] error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** The error that a caller is told. */
    byte[] error() {
        return error;
    }
}
