package dev.effe.host.metrics;

import dev.effe.host.service.QueryProtocol;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers, which are maps, lists, texts, numbers, times and {@link Entries}, in the two protocols. Stateless.
 */
final class AnswerTree {

    private AnswerTree() {}

    /** A map whose names are no members of a structure. */
    record Entries(Map<String, Object> values) {}

    /** For JSON: times are seconds since 1970. */
    static @Nullable Object json(@Nullable Object value) {
        if (value instanceof Entries entries) {
            return json(entries.values());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            map.forEach((name, item) -> json.put(String.valueOf(name), json(item)));
            return json;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AnswerTree::json).toList();
        }
        return value instanceof Instant time ? (Object) time.getEpochSecond() : value;
    }

    /** For XML. */
    static String xml(Map<String, ?> members) {
        StringBuilder xml = new StringBuilder();
        members.forEach((name, value) -> element(name, value, xml));
        return xml.toString();
    }

    private static void element(String name, @Nullable Object value, StringBuilder xml) {
        xml.append('<').append(name).append('>');
        if (value instanceof Entries entries) {
            entries.values().forEach((key, item) -> {
                xml.append("<entry>");
                element("key", key, xml);
                element("value", item, xml);
                xml.append("</entry>");
            });
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((member, item) -> element(String.valueOf(member), item, xml));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> element("member", item, xml));
        } else {
            xml.append(QueryProtocol.escaped(String.valueOf(value)));
        }
        xml.append("</").append(name).append('>');
    }
}
