package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of images without losing what this program does not know. */
final class JsonTree {

    private JsonTree() {}

    static Map<String, Object> read(byte[] json, String what) throws ImageException {
        try {
            if (Json.read(json) instanceof Map<?, ?> map) {
                return object(map, what);
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new ImageException(what + " is no JSON object");
    }

    /** A copy that may be changed. */
    static Map<String, Object> object(@Nullable Object value, String what) throws ImageException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ImageException("The base has no " + what);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, field) -> {
            if (field != null) {
                object.put(String.valueOf(name), field);
            }
        });
        return object;
    }

    /** A copy that may be changed. */
    static List<Object> list(@Nullable Object value, String what) throws ImageException {
        if (!(value instanceof List<?> list)) {
            throw new ImageException("The base has no " + what);
        }
        return new ArrayList<>(list);
    }

    /** The text of a field, "" if there is none. */
    static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }
}
