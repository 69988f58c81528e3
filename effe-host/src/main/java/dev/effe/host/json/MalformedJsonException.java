package dev.effe.host.json;

import java.io.Serial;

/** A body is no JSON object, or none that is taken; the message has nothing of the body. */
public final class MalformedJsonException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(message, null, false, false);
    }
}
