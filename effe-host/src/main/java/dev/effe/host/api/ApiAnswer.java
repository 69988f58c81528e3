package dev.effe.host.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an operation.
 *
 * @param status of HTTP
 * @param fields of its JSON; null for none
 */
public record ApiAnswer(int status, @Nullable Map<String, Object> fields) {

    static ApiAnswer ok(Map<String, Object> fields) {
        return new ApiAnswer(200, fields);
    }

    static ApiAnswer created(Map<String, Object> fields) {
        return new ApiAnswer(201, fields);
    }

    static ApiAnswer noContent() {
        return new ApiAnswer(204, null);
    }
}
