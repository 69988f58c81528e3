package dev.effe.server.settings;

/** A start that was asked for wrongly: its message is the one line to print before exiting with code 2. */
public final class UsageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message what was given and what is allowed, in one line
     */
    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
