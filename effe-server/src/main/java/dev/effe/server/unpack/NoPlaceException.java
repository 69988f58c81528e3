package dev.effe.server.unpack;

import java.io.IOException;

/** There is no folder that can be written to. */
public final class NoPlaceException extends IOException {

    private static final long serialVersionUID = 1L;

    NoPlaceException(String message) {
        super(message);
    }
}
