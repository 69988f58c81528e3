package dev.effe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function's answer to {@link Functions#send}. Implemented by the server; immutable and thread-safe. */
public interface Answer {

    /**
     * The status.
     *
     * @return from 200 to 599
     */
    int status();

    /**
     * The headers that the function has set, and its Content-Type.
     *
     * @return an immutable map from a name, whatever its case, to its values in the order they were set
     */
    Map<String, List<String>> headers();

    /**
     * A header.
     *
     * @param name the name, whatever its case
     * @return its first value, if there is one
     */
    default Optional<String> header(String name) {
        return headers().getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The body.
     *
     * @return a copy of it; empty if there is none
     */
    byte[] bytes();

    /**
     * The body read as JSON, in the way that the calling function's {@link Logic#json} says, whatever the status.
     *
     * @param type what to read it as
     * @param <T> that type
     * @return the value; null if the body is empty or the JSON {@code null}
     * @throws CallException with status 502 if the body is not JSON or does not fit the type
     * @throws IllegalStateException if the type itself cannot be read, whatever the body
     */
    <T> @Nullable T json(Class<T> type);
}
