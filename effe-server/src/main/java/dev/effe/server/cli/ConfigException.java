package dev.effe.server.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A key of the function's that is missing or cannot be read: the message says where it can be set. */
final class ConfigException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
