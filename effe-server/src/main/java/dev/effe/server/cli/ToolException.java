package dev.effe.server.cli;

import java.io.IOException;
import java.io.Serial;

/** A command fails, for a reason that its message says, in one line for each. */
public class ToolException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public ToolException(String message) {
        this(message, 1);
    }

    /** @param exitCode of the process, from 1 to 125; 2 is for wrong usage */
    public ToolException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
