package dev.effe.host.store;

import java.io.Serial;

/** A zip is refused; the message is for the client. */
public final class BadZipException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    /** The reason. */
    public enum Kind {
        /** It is no zip, or one of a kind that is not taken. */
        MALFORMED,
        /** Its bytes are too many. */
        ZIPPED_SIZE,
        /** Its files are too large together. */
        UNZIPPED_SIZE
    }

    private final Kind kind;

    BadZipException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
