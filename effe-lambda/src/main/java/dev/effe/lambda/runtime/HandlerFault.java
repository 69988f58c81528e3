package dev.effe.lambda.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why a handler cannot be made. AWS Lambda tells it to each caller; a constructor that throws is no such fault. */
final class HandlerFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable String errorType;

    /** @param errorType the class that callers are told, or null to tell none */
    HandlerFault(String message, @Nullable String errorType, @Nullable Throwable cause) {
        super(message, cause);
        this.errorType = errorType;
    }

    /** A failure on the way to the handler, as AWS tells it. */
    static HandlerFault of(Throwable failure) {
        String type = failure.getClass().getName();
        String message = failure.getLocalizedMessage();
        return new HandlerFault(message == null ? type : message, type, failure);
    }

    HandlerFault(String message) {
        this(message, null, null);
    }

    @Nullable String errorType() {
        return errorType;
    }
}
