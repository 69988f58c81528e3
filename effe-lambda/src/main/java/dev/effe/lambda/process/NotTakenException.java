package dev.effe.lambda.process;

import java.io.IOException;

/** A process has ended before it took a call, which therefore may be given to another. */
final class NotTakenException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;

    NotTakenException(int status) {
        super("The process has ended: " + ErrorText.exit(status));
        this.status = status;
    }

    /** The exit status. */
    int status() {
        return status;
    }
}
