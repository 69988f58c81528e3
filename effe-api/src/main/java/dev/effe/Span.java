package dev.effe;

/**
 * A part of a call that is timed, as {@link Invocation#span} begins it: with its name, its time and its attributes it is
 * shown below the call in {@code effe trace}. It does nothing where the call is not traced.
 *
 * <p>A span that is not closed ends with its call. Attributes are seen by operators: no secrets, and no data of people.
 * Thread-safe.
 */
public interface Span extends AutoCloseable {

    /**
     * Gives it an attribute, in place of one of the same key. Nothing more is set once it is closed.
     *
     * @param key from 1 to 64 characters, such as {@code payment.provider}; a longer one is cut
     * @param value what it is; cut after 256 characters
     * @return this; what comes after the first 14 keys is left out
     */
    Span set(String key, String value);

    /**
     * Gives it an attribute, as {@link #set(String, String)} does.
     *
     * @param key from 1 to 64 characters
     * @param value what it is
     * @return this
     */
    Span set(String key, long value);

    /**
     * Gives it an attribute, as {@link #set(String, String)} does.
     *
     * @param key from 1 to 64 characters
     * @param value what it is
     * @return this
     */
    Span set(String key, double value);

    /**
     * Gives it an attribute, as {@link #set(String, String)} does.
     *
     * @param key from 1 to 64 characters
     * @param value what it is
     * @return this
     */
    Span set(String key, boolean value);

    /**
     * Marks it as failed. The call itself fails by what {@code run} throws alone.
     *
     * @param reason what went wrong, in a few words; cut after 256 characters
     * @return this
     */
    Span failed(String reason);

    /**
     * The span of a call that is not traced.
     *
     * @return one that does nothing
     */
    static Span none() {
        return NoSpan.NONE;
    }

    /** Ends it, once. Never throws. */
    @Override
    void close();
}
