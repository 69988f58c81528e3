package dev.effe.test.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** An object of an event, field by field in the order of AWS. Used by one thread. */
final class Json {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Json() {}

    static Json object() {
        return new Json();
    }

    /** @param value what JSON is made of, or such an object */
    Json put(String name, @Nullable Object value) {
        fields.put(name, value instanceof Json object ? object.fields : value);
        return this;
    }

    /** Leaves the field out for null. */
    Json putIfThere(String name, @Nullable Object value) {
        return value == null ? this : put(name, value);
    }

    Map<String, @Nullable Object> map() {
        return fields;
    }

    /** An event that is a batch. */
    static Map<String, @Nullable Object> records(int count, IntFunction<Json> record) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(record.apply(i).map());
        }
        return object().put("Records", all).map();
    }
}
