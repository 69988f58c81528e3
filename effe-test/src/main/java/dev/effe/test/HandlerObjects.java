package dev.effe.test;

import dev.effe.lambda.runtime.HandlerJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes objects of JSON as AWS Lambda makes those that handlers take. Stateless and thread-safe. */
final class HandlerObjects {

    private HandlerObjects() {}

    /**
     * Reads an object.
     *
     * @throws IllegalStateException if the JSON does not fit the type
     */
    static <T> @Nullable T read(byte[] json, Class<T> type) {
        ClassLoader own = type.getClassLoader();
        HandlerJson reader = new HandlerJson(own == null ? HandlerObjects.class.getClassLoader() : own);
        try {
            @SuppressWarnings("unchecked") // read as a T; a cast would refuse int.class
            T read = (T) reader.read(json, type);
            return read;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "AWS reads no " + type.getName() + " from " + new String(json, StandardCharsets.UTF_8), e);
        }
    }
}
