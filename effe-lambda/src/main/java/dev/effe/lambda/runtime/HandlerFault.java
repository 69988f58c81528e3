package dev.effe.lambda.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why there can be no such handler: its message, which names the fix, ends the start. */
final class HandlerFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    HandlerFault(String message) {
        this(message, null);
    }

    HandlerFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
