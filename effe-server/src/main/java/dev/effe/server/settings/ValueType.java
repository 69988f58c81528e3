package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** The type and range of a setting's value. Implementations are immutable. */
public interface ValueType<T> {

    /**
     * The value that a text stands for, or null if it stands for none that is allowed.
     *
     * @throws IllegalArgumentException in place of null, with a message of one line that says more than what is allowed
     */
    @Nullable T parse(String text);

    /** The allowed values, to follow "must be": {@code from 1 to 10000}. */
    String allowed();

    /** The spelling, to follow {@link #allowed} in a message; empty where that says it all. */
    default String form() {
        return "";
    }

    /** The word that stands for the value in the help: {@code <n>}. */
    String placeholder();
}
