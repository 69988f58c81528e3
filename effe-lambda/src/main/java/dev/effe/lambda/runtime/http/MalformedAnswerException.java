package dev.effe.lambda.runtime.http;

import java.io.IOException;
import java.io.Serial;

/** A handler's answer that no HTTP response can be made of. Its message says why, for the log. */
public final class MalformedAnswerException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedAnswerException(String message) {
        super("Malformed Lambda proxy response: " + message);
    }
}
