package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads JSON as it is read for the handlers of a class loader, by whoever stands outside of them. Thread-safe. */
public final class HandlerJson {

    private final Serializers serializers;

    /**
     * Finds what reads it.
     *
     * @param loader the handlers'
     * @throws IllegalStateException if the handlers have several serializers of their own
     */
    public HandlerJson(ClassLoader loader) {
        try {
            serializers = new Serializers(loader);
        } catch (HandlerFault e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Reads an event or a result.
     *
     * @return the object; null for the JSON {@code null}, and where AWS reads nothing else
     * @throws RuntimeException AWS's own, if it does not fit the type
     */
    public @Nullable Object read(byte[] json, Type type) {
        PojoSerializer<Object> serializer = serializers.of(type, false);
        return serializer.fromJson(new ByteArrayInputStream(json));
    }
}
