package dev.effe.host.store;

import dev.effe.host.model.EventConfig;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The rules of events as fields of JSON in a function's file. Stateless. */
final class EventConfigJson {

    private EventConfigJson() {}

    static Map<String, Object> of(EventConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        config.retries().ifPresent(retries -> fields.put("retries", retries));
        config.maxAgeSeconds().ifPresent(age -> fields.put("maxAgeSeconds", age));
        fields.put("onSuccess", config.onSuccess());
        fields.put("onFailure", config.onFailure());
        fields.put("modified", config.modified().toString());
        return fields;
    }

    static EventConfig read(Map<String, Object> fields) {
        return new EventConfig(
                number(fields, "retries"),
                number(fields, "maxAgeSeconds"),
                (String) fields.getOrDefault("onSuccess", ""),
                (String) fields.getOrDefault("onFailure", ""),
                Instant.parse(String.valueOf(fields.get("modified"))));
    }

    private static OptionalInt number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }
}
