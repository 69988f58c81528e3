package dev.effe;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Stands for the server's own way to read and write JSON, which this API does not hold. */
enum StandardJson implements JsonCodec {
    INSTANCE;

    @Override
    public Object read(byte[] json, Type type) {
        throw notHere();
    }

    @Override
    public byte[] write(@Nullable Object value) {
        throw notHere();
    }

    private static IllegalStateException notHere() {
        return new IllegalStateException("JsonCodec.standard() is for Logic.json() to return:"
                + " call Request.json and Response.json to read and write with it");
    }
}
