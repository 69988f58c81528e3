package dev.effe.test;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with parameters, for reading JSON: {@code new JsonType<List<Order>>() {}}. Immutable and thread-safe.
 *
 * @param <T> the type
 */
public abstract class JsonType<T> {

    private final Type type;

    /**
     * For an anonymous class, with braces behind it.
     *
     * @throws IllegalStateException if the type is missing
     */
    protected JsonType() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType own)) {
            throw new IllegalStateException("The type is missing: new JsonType<List<Order>>() {}");
        }
        type = own.getActualTypeArguments()[0];
    }

    Type type() {
        return type;
    }
}
