package dev.effe.host.logs;

import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a request for logs, checked as they are asked for. Immutable. */
record LogRequest(Map<String, Object> members) {

    /** A text; "" if there is none. */
    String text(String name) throws InvokeException {
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            throw serialization(name, "a string");
        }
        return value == null ? "" : (String) value;
    }

    boolean flag(String name) throws InvokeException {
        Object value = members.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw serialization(name, "a boolean");
        }
        return Boolean.TRUE.equals(value);
    }

    /** A number of that range. */
    long number(String name, long least, long most, long usual) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return usual;
        }
        if (!(value instanceof Integer || value instanceof Long)) {
            throw serialization(name, "a number");
        }
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw LogErrors.invalid("1 validation error detected: Value '" + number + "' at '" + name
                    + "' failed to satisfy constraint: Member must have value "
                    + (number < least ? "greater than or equal to " + least : "less than or equal to " + most));
        }
        return number;
    }

    /** A time in milliseconds. */
    long time(String name, long usual) throws InvokeException {
        return number(name, 0, Long.MAX_VALUE, usual);
    }

    /** Some texts; none if there is no such member. */
    List<String> texts(String name, int most) throws InvokeException {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw serialization(name, "a list of strings");
        }
        if (list.isEmpty() || list.size() > most) {
            throw LogErrors.invalid("1 validation error detected: Value at '" + name
                    + "' failed to satisfy constraint: Member must have length from 1 to " + most);
        }
        return list.stream().map(String.class::cast).toList();
    }

    /**
     * The number that a token stands for.
     *
     * @param token null or "" for none
     */
    static long sequence(@Nullable String token) throws InvokeException {
        if (token == null || token.isEmpty()) {
            return 0;
        }
        if (!token.matches("[0-9]{1,18}")) {
            throw LogErrors.badToken();
        }
        return Long.parseLong(token);
    }

    private static InvokeException serialization(String name, String kind) {
        return InvokeException.user("SerializationException", 400, name + " must be " + kind);
    }
}
