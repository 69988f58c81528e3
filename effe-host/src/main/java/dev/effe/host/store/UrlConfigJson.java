package dev.effe.host.store;

import dev.effe.host.model.UrlConfig;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The URL of a function as fields of JSON in its file. Stateless. */
final class UrlConfigJson {

    private UrlConfigJson() {}

    static Map<String, Object> of(UrlConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", config.id());
        fields.put("signed", config.signed());
        fields.put("streamed", config.streamed());
        fields.put("cors", config.cors());
        fields.put("created", config.created().toString());
        fields.put("modified", config.modified().toString());
        return fields;
    }

    static UrlConfig read(Map<String, Object> fields) {
        return new UrlConfig(
                (String) Objects.requireNonNull(fields.get("id"), "id"),
                Boolean.TRUE.equals(fields.get("signed")),
                Boolean.TRUE.equals(fields.get("streamed")),
                StateJson.map(fields.get("cors")),
                Instant.parse(String.valueOf(fields.get("created"))),
                Instant.parse(String.valueOf(fields.get("modified"))));
    }
}
