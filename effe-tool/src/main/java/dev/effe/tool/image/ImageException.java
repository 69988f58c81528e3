package dev.effe.tool.image;

import dev.effe.server.cli.ToolException;
import java.io.Serial;

/** Why an image could not be made or pushed: the message is one line for the user. */
public final class ImageException extends ToolException {

    @Serial
    private static final long serialVersionUID = 1L;

    ImageException(String message) {
        super(message);
    }
}
