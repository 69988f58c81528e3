package dev.effe.server.journal;

import java.io.IOException;

/** The bytes of a file are not those that were written: to read it again would not help. */
public final class DamagedException extends IOException {

    private static final long serialVersionUID = 1;

    public DamagedException(String message) {
        super(message);
    }
}
