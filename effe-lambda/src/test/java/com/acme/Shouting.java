package com.acme;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** A serializer that no other can be taken for. */
public class Shouting implements CustomPojoSerializer {

    /** One too many. */
    public static class Second extends Shouting {}

    @Override
    public <T> T fromJson(InputStream input, Type type) {
        try {
            return fromJson(new String(input.readAllBytes(), StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T fromJson(String input, Type type) {
        if (input.equals("{")) {
            throw new IllegalArgumentException("cut");
        }
        return (T) Map.of("event", input, "type", type.getTypeName());
    }

    @Override
    public <T> void toJson(T value, OutputStream output, Type type) {
        try {
            Map<?, ?> map = (Map<?, ?>) value;
            String text = map.get("event") + " " + map.get("type") + " " + type.getTypeName();
            output.write(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
