package dev.effe.server.image;

import java.io.IOException;

/** Why an image could not be made or pushed: the message is one line for the user. */
public final class ImageException extends IOException {

    private static final long serialVersionUID = 1L;

    ImageException(String message) {
        super(message);
    }
}
