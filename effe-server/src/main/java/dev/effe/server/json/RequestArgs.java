package dev.effe.server.json;

import dev.effe.Args;
import dev.effe.Request;
import dev.effe.StatusException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The arguments of a request, as {@link Args} promises them. Immutable and thread-safe. */
public final class RequestArgs implements Args {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, @Nullable Object> all;
    private final FunctionJson json;

    private RequestArgs(Map<String, @Nullable Object> all, FunctionJson json) {
        this.all = Collections.unmodifiableMap(all);
        this.json = json;
    }

    /**
     * Gathers a request's arguments.
     *
     * @param body the request's; not changed
     * @throws StatusException if the body is at fault
     */
    public static RequestArgs of(Request request, byte[] body, FunctionJson json) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (body.length > 0) {
            if (isForm(request, body)) {
                putAll(all, request.form().fields());
            } else {
                putObject(all, request.json(Object.class));
            }
        }
        putAll(all, request.query());
        all.putAll(request.pathParameters());
        return new RequestArgs(all, json);
    }

    /** curl calls JSON a form too, but no form begins as JSON does: its encoding escapes what a JSON object begins with. */
    private static boolean isForm(Request request, byte[] body) {
        boolean named = request.header("Content-Type")
                .map(type -> type.regionMatches(true, 0, FORM, 0, FORM.length()))
                .orElse(false);
        return named && !beginsAsJson(body);
    }

    private static boolean beginsAsJson(byte[] body) {
        int at = 0;
        while (at < body.length && (body[at] == ' ' || body[at] == '\t' || body[at] == '\r' || body[at] == '\n')) {
            at++;
        }
        return at == body.length || body[at] == '{' || body[at] == '[' || body[at] == '"';
    }

    private static void putAll(Map<String, @Nullable Object> all, Map<String, List<String>> given) {
        given.forEach((name, values) -> all.put(name, values.size() == 1 ? values.get(0) : values));
    }

    private static void putObject(Map<String, @Nullable Object> all, @Nullable Object body) {
        if (body instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> all.put(String.valueOf(name), value));
        } else if (body != null) {
            throw new StatusException(400, "The body must be a JSON object");
        }
    }

    @Override
    public Map<String, @Nullable Object> all() {
        return all;
    }

    @Override
    public Optional<String> text(String name) {
        Object value = all.get(name);
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            throw mustBe(name, "text");
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    @Override
    public OptionalLong number(String name) {
        Object value = all.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            if (value instanceof Number number) {
                return OptionalLong.of(new BigDecimal(number.toString()).longValueExact());
            }
            if (value instanceof String text && isWhole(text)) {
                return OptionalLong.of(Long.parseLong(text));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // It is none, or does not fit.
        }
        throw mustBe(name, "a whole number");
    }

    private static boolean isWhole(String text) {
        int digits = text.startsWith("-") ? 1 : 0;
        return text.length() > digits && text.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9');
    }

    private static StatusException mustBe(String name, String what) {
        return new StatusException(400, name + " must be " + what);
    }

    @Override
    @SuppressWarnings("unchecked") // Read as what it is to be read as
    public <T> T as(Class<T> type) {
        T value = (T) json.convert(all, type);
        if (value == null) {
            throw new IllegalStateException(type.getName() + " was read from an object as null");
        }
        return value;
    }

    @Override
    public String toString() {
        return all.keySet().toString(); // The values may be secrets.
    }
}
