package dev.effe.spi.topics;

/** A failure that may pass by itself, such as that of a server that is down. */
public final class StoreUnreachableException extends TopicException {

    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message one line that says what failed, for operators
     * @param cause what was thrown
     */
    public StoreUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
