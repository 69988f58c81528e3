package dev.effe.server.invoke;

import dev.effe.StatusException;
import dev.effe.server.json.JsonText;
import java.io.Serial;

/** The payload is not JSON: the function is not called, and its context is as good as before. */
final class InvalidPayloadException extends StatusException {

    @Serial
    private static final long serialVersionUID = 1;

    private InvalidPayloadException(String message) {
        super(400, message);
    }

    /** Checks a payload; that takes a while for a large one. */
    static void check(byte[] payload) {
        String problem = JsonText.problem(payload);
        if (problem != null) {
            throw new InvalidPayloadException(
                    "Could not parse request body into json: Could not parse payload into json: " + problem);
        }
    }

    InvokeException told() {
        return InvokeException.invalidContent(String.valueOf(getMessage()));
    }
}
