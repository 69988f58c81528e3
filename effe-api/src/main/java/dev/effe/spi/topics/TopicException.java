package dev.effe.spi.topics;

/** A failure of a store. */
public class TopicException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message one line that says what failed, for operators
     */
    public TopicException(String message) {
        super(message);
    }

    /**
     * Makes one.
     *
     * @param message one line that says what failed, for operators
     * @param cause what was thrown
     */
    public TopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
