package dev.effe.server.cli;

import java.io.IOException;
import java.io.Serial;

/** A command fails, for a reason that its message says in one line. */
public class ToolException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    public ToolException(String message) {
        super(message);
    }
}
