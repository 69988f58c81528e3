package dev.effe.test;

import dev.effe.StatusException;
import dev.effe.server.json.FunctionJson;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function's answer to {@link FunctionTester#call}. Immutable and thread-safe. */
public final class TestResponse {

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final FunctionJson json;

    TestResponse(int status, Map<String, List<String>> headers, byte[] body, FunctionJson json) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.json = json;
    }

    /**
     * The status.
     *
     * @return from 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * The headers as the server would send them, but for those that it adds to every answer: Date, X-Request-Id, and the
     * Content-Length unless the function set one.
     *
     * @return an immutable map from a name, whatever its case, to its values in the order they were set
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * A header.
     *
     * @param name the name, whatever its case
     * @return its first value, if there is one
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The body.
     *
     * @return a copy of it; empty if there is none
     */
    public byte[] bytes() {
        return body.clone();
    }

    /**
     * The body as text.
     *
     * @return the body, decoded as UTF-8
     */
    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body read as JSON, in the way that the function reads its own. Fields that the type does not know are ignored.
     *
     * @param type what to read it as
     * @param <T> that type
     * @return the value; null if the body is the JSON {@code null}
     * @throws IllegalStateException if the body is not JSON or does not fit the type; the message shows the body
     */
    @SuppressWarnings("unchecked") // read as a T
    public <T> @Nullable T json(Class<T> type) {
        return (T) json((Type) type);
    }

    /**
     * The body read as JSON, for a type with parameters, such as {@code List<Order>}.
     *
     * @param type what to read it as
     * @return the value, as {@link #json(Class)} does
     * @throws IllegalStateException as {@link #json(Class)} does
     */
    public @Nullable Object json(Type type) {
        try {
            return json.read(body, null, type);
        } catch (StatusException e) {
            throw new IllegalStateException(e.getMessage() + ": " + body(), e);
        }
    }

    /**
     * The body read as JSON, for a type with parameters.
     *
     * @param type what to read it as, such as {@code new JsonType<List<Order>>() {}}
     * @param <T> that type
     * @return the value, as {@link #json(Class)} does
     * @throws IllegalStateException as {@link #json(Class)} does
     */
    @SuppressWarnings("unchecked") // read as a T
    public <T> @Nullable T json(JsonType<T> type) {
        return (T) json(type.type());
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + body();
    }
}
