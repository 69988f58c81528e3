package dev.effe.host.store;

import java.io.Serial;

/** The files cannot be read or written; the message says which, and why. */
public final class StoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
