package dev.effe.tool.pack;

import dev.effe.server.cli.ToolException;
import java.io.Serial;

/** Code that cannot be sent. */
public final class PackException extends ToolException {

    @Serial
    private static final long serialVersionUID = 1;

    public PackException(String message) {
        super(message);
    }
}
