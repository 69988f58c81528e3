package dev.effe.test;

import dev.effe.StatusException;
import dev.effe.server.json.FunctionJson;
import java.lang.reflect.Type;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer to a {@link JsonClient}. Immutable and thread-safe. */
public final class JsonAnswer {

    private final String request;
    private final HttpResponse<byte[]> response;
    private final FunctionJson json;

    JsonAnswer(String request, HttpResponse<byte[]> response, FunctionJson json) {
        this.request = request;
        this.response = response;
        this.json = json;
    }

    /**
     * The status.
     *
     * @return from 200 to 599
     */
    public int status() {
        return response.statusCode();
    }

    /**
     * A header.
     *
     * @param name the name, whatever its case
     * @return its first value, if there is one
     */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /**
     * The body as text.
     *
     * @return the body, decoded as UTF-8; empty if there is none
     */
    public String body() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /**
     * The body of an answer whose status is from 200 to 299. Fields that the type does not know are ignored, as the
     * function ignores those of requests.
     *
     * @param type what to read it as
     * @param <T> that type
     * @return the value
     * @throws AssertionError if the status is another one, or the body is no such JSON, or none, or the JSON {@code
     *     null}; the message has status, body and type
     */
    @SuppressWarnings("unchecked") // read as a T
    public <T> T as(Class<T> type) {
        return (T) read(isSuccess(), type);
    }

    /**
     * The same for a type with parameters.
     *
     * @param type what to read it as, such as {@code new JsonType<List<Order>>() {}}
     * @param <T> that type
     * @return the value
     * @throws AssertionError as {@link #as(Class)} does
     */
    @SuppressWarnings("unchecked") // read as a T
    public <T> T as(JsonType<T> type) {
        return (T) read(isSuccess(), type.type());
    }

    /**
     * The body of an answer that is to have one status, such as that of an error.
     *
     * @param status the status
     * @param type what to read it as
     * @param <T> that type
     * @return the value
     * @throws AssertionError as {@link #as(Class)} does
     */
    @SuppressWarnings("unchecked") // read as a T
    public <T> T as(int status, Class<T> type) {
        return (T) read(status() == status, type);
    }

    private boolean isSuccess() {
        return status() >= 200 && status() <= 299;
    }

    private Object read(boolean isExpected, Type type) {
        if (!isExpected) {
            throw failure(type, null);
        }
        try {
            Object read = json.read(response.body(), null, type);
            if (read != null) {
                return read;
            }
        } catch (StatusException e) {
            throw failure(type, e);
        }
        throw failure(type, null);
    }

    private AssertionError failure(Type type, @Nullable StatusException cause) {
        String body = response.body().length == 0 ? "without a body" : body();
        String why = cause == null || response.body().length == 0 ? "" : " (" + cause.getMessage() + ")";
        return new AssertionError(
                request + ": wanted " + type.getTypeName() + why + ", but was answered " + status() + " " + body,
                cause);
    }

    /** Status and body. */
    @Override
    public String toString() {
        return status() + " " + body();
    }
}
