package dev.effe.test.events;

import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Java's values as those of DynamoDB: {@code {"S": "text"}}. Stateless and thread-safe. */
final class AttributeValues {

    private AttributeValues() {}

    /** An item. */
    static Map<String, Object> of(Map<?, ?> item) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        item.forEach((name, value) -> attributes.put(String.valueOf(name), of(value)));
        return attributes;
    }

    private static Map<String, Object> of(@Nullable Object value) {
        if (value == null) {
            return Map.of("NULL", true);
        }
        if (value instanceof Boolean truth) {
            return Map.of("BOOL", truth);
        }
        if (value instanceof Map<?, ?> map) {
            return Map.of("M", of(map));
        }
        if (value instanceof Set<?> set) {
            return ofSet(set);
        }
        if (value instanceof Collection<?> list) {
            return Map.of("L", list.stream().map(AttributeValues::of).toList());
        }
        return Map.of(type(value), text(value));
    }

    private static Map<String, Object> ofSet(Set<?> set) {
        List<String> types = set.stream().map(AttributeValues::type).distinct().toList();
        if (types.size() != 1) {
            throw new IllegalArgumentException(
                    "A set of DynamoDB has texts, numbers or bytes, and at least one of them, but was " + set);
        }
        return Map.of(
                types.get(0) + "S", set.stream().map(AttributeValues::text).toList());
    }

    private static String type(@Nullable Object value) {
        if (value instanceof CharSequence) {
            return "S";
        }
        if (value instanceof Number) {
            return "N";
        }
        if (value instanceof byte[]) {
            return "B";
        }
        throw new IllegalArgumentException("DynamoDB has no type for "
                + (value == null
                        ? "null in a set"
                        : value + " of " + value.getClass().getName()));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    /** The bytes of the names and texts in an item, about as DynamoDB counts; 0 for none. */
    static long size(@Nullable Object attributes) {
        if (attributes instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToLong(entry -> Aws.utf8(entry.getKey().toString()).length + size(entry.getValue()))
                    .sum();
        }
        if (attributes instanceof Collection<?> list) {
            return list.stream().mapToLong(AttributeValues::size).sum();
        }
        return attributes == null ? 0 : Aws.utf8(attributes.toString()).length;
    }
}
