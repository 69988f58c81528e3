package dev.effe.host.engine;

import java.io.Serial;

/** An instance could not be started. Its message says why, in the words of AWS Lambda. */
public final class StartFailedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public StartFailedException(String message) {
        super(message, null, false, false);
    }
}
