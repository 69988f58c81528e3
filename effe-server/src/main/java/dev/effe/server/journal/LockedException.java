package dev.effe.server.journal;

import java.io.IOException;

/** Another process has the folder; it may be about to end. */
public final class LockedException extends IOException {

    private static final long serialVersionUID = 1;

    LockedException() {
        super("another effe uses the folder of --data-dir");
    }
}
