package dev.effe.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in JSON, as RFC 6901 has it. Immutable. */
final class JsonPointer {

    private final String text;
    private final List<String> names;

    private JsonPointer(String text, List<String> names) {
        this.text = text;
        this.names = names;
    }

    static JsonPointer of(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException(
                    "A place begins with a slash, such as /Records/0/body, but was " + pointer);
        }
        List<String> names = new ArrayList<>();
        for (String name : pointer.substring(1).split("/", -1)) {
            names.add(name.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(pointer, names);
    }

    /** A copy with another value there: what is not on the way to it is shared. */
    Object put(@Nullable Object json, @Nullable Object value) {
        return put(json, 0, value);
    }

    private Object put(@Nullable Object json, int depth, @Nullable Object value) {
        String name = names.get(depth);
        if (json instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>(list);
            int index = index(name, list.size());
            if (index == list.size()) {
                changed.add(null);
            }
            changed.set(index, below(changed.get(index), depth, value));
            return changed;
        }
        if (json != null && !(json instanceof Map)) {
            throw new IllegalArgumentException("There is no " + text + ": " + json + " has no fields");
        }
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, old) -> changed.put((String) key, old));
        }
        changed.put(name, below(changed.get(name), depth, value));
        return changed;
    }

    private @Nullable Object below(@Nullable Object json, int depth, @Nullable Object value) {
        return depth == names.size() - 1 ? value : put(json, depth + 1, value);
    }

    private int index(String name, int size) {
        int index = name.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
        if (index > size) {
            throw new IllegalArgumentException(
                    "There is no " + text + ": " + name + " must be from 0 to " + size + " there");
        }
        return index;
    }
}
