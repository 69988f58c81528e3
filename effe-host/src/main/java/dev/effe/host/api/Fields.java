package dev.effe.host.api;

import dev.effe.server.invoke.InvokeException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in a request, by their types. What is there of another type is a SerializationException, as
 * on AWS.
 */
record Fields(Map<String, Object> members) {

    private static final String STRUCTURE = "Start of structure or map found where not expected.";
    private static final String LIST = "Start of list found where not expected.";

    static Fields none() {
        return new Fields(Map.of());
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable String text(String name) throws InvokeException {
        Object value = members.get(name);
        return value == null ? null : textOf(value);
    }

    @Nullable Integer integer(String name) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer integer) {
            return integer;
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return value.toString().startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE; // Out of every range.
        }
        throw mismatch(value, "an Integer");
    }

    @Nullable Double number(String name) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw mismatch(value, "a Double");
    }

    /** False if it is missing. */
    boolean flag(String name) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw mismatch(value, "a Boolean");
    }

    /** An object; one without members if it is missing. */
    @SuppressWarnings("unchecked") // The keys of an object of JSON are strings.
    Fields object(String name) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return none();
        }
        if (value instanceof Map<?, ?> map) {
            return new Fields((Map<String, Object>) map);
        }
        throw ApiErrors.serialization(value instanceof List ? LIST : "Unexpected field type");
    }

    /** A list of strings; an empty one if it is missing. */
    List<String> texts(String name) throws InvokeException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            texts.add(textOf(value));
        }
        return texts;
    }

    List<?> list(String name) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw ApiErrors.serialization(value instanceof Map ? STRUCTURE : "Expected list or null");
    }

    /** All members as strings. */
    SortedMap<String, String> allTexts() throws InvokeException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, Object> member : members.entrySet()) {
            texts.put(member.getKey(), textOf(member.getValue()));
        }
        return texts;
    }

    private static String textOf(Object value) throws InvokeException {
        if (value instanceof String text) {
            return text;
        }
        throw mismatch(value, "a String");
    }

    private static InvokeException mismatch(Object value, String wanted) {
        if (value instanceof Map) {
            return ApiErrors.serialization(STRUCTURE);
        }
        if (value instanceof List) {
            return ApiErrors.serialization(LIST);
        }
        String kind = value instanceof String
                ? "STRING_VALUE"
                : value instanceof Boolean flag ? (flag ? "TRUE_VALUE" : "FALSE_VALUE") : "NUMBER_VALUE";
        return ApiErrors.serialization(kind + " can not be converted to " + wanted);
    }
}
