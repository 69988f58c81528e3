package dev.effe;

import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request. Its body is complete before a context is claimed for it, so reading never waits for a slow client.
 * Implemented by the server; immutable, thread-safe, and a stable copy: it may be kept after the call.
 */
public interface Request extends Invocation {

    /**
     * The method.
     *
     * @return the method as it was sent, such as {@code GET}; case-sensitive (RFC 9110, 9.1)
     */
    String method();

    /**
     * The request target as it was sent, such as {@code /a%20b?x=1}, without scheme and host (RFC 9112, 3.2).
     *
     * @return the target; {@code *} for a server-wide OPTIONS
     */
    String target();

    /**
     * The target's path, percent-decoded as UTF-8. Dot segments and double slashes are left as they are; decoding
     * {@code %2F} gives a slash like any other: use {@link #target} where the difference matters.
     *
     * @return the path, such as {@code /a b}
     */
    String path();

    /**
     * The values of the route's parameters: of {@code GET /orders/{id}/{rest...}} and {@code /orders/7/a/b%2Fc} they are
     * {@code id=7} and {@code rest=a/b/c}. Each segment of the path is decoded once, as UTF-8.
     *
     * @return an unmodifiable map in the order of the route; empty if the request matched no route, or one without
     *     parameters
     */
    default Map<String, String> pathParameters() {
        return Map.of();
    }

    /**
     * The value of a parameter of the route, such as {@code id} of {@code GET /orders/{id}}.
     *
     * @param name the name, case-sensitive
     * @return its value, decoded; never empty, {@code .} or {@code ..}
     * @throws IllegalArgumentException if the route has no such parameter, or the request matched no route: a mistake of the
     *     function's, not of its client's
     */
    default String pathParameter(String name) {
        Map<String, String> parameters = pathParameters();
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    route().isEmpty()
                            ? "There is no path parameter " + name + ", since the request matched no route"
                            : "The route " + route().get() + " has no parameter " + name + ", it has "
                                    + (parameters.isEmpty() ? "none" : String.join(", ", parameters.keySet())));
        }
        return value;
    }

    /**
     * The route that the request matched, as it was configured: a name with few values, for metrics and logs. A HEAD request
     * has the route of GET, unless HEAD has one.
     *
     * @return the route, such as {@code GET /orders/{id}}, or {@code * /files/{rest...}} if it is for all methods; empty if
     *     the function has no routes, and so gets all requests
     */
    default Optional<String> route() {
        return Optional.empty();
    }

    /**
     * All query parameters, decoded as UTF-8 ({@code +} is a space), in the order they were sent. A parameter without
     * {@code =} has the value "".
     *
     * @return an immutable map from a name to its values
     */
    Map<String, List<String>> query();

    /**
     * A query parameter.
     *
     * @param name the decoded name, case-sensitive
     * @return its first value, if it was sent
     */
    default Optional<String> query(String name) {
        return query().getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * All headers.
     *
     * @return an immutable map from a name, whatever its case, to its values in the order they were sent
     */
    Map<String, List<String>> headers();

    /**
     * A header.
     *
     * @param name the name, whatever its case
     * @return its first value, if it was sent
     */
    Optional<String> header(String name);

    /**
     * All cookies (RFC 6265, 4.2), of which several may have one name. A value in quotes is given without them; nothing
     * else of it is decoded. Text that is no pair of a name and a value is left out.
     *
     * @return an immutable map from a name, case-sensitive, to its values in the order they were sent
     */
    default Map<String, List<String>> cookies() {
        return CookieHeader.parse(headers().getOrDefault("Cookie", List.of()));
    }

    /**
     * A cookie.
     *
     * @param name the name, case-sensitive
     * @return its first value, if it was sent: browsers send that of the longest path first
     */
    default Optional<String> cookie(String name) {
        return cookies().getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The body.
     *
     * @return a copy of the body; empty, not null, if there is none
     */
    byte[] bytes();

    /**
     * The body as text.
     *
     * @return the body, decoded with the charset that Content-Type names, else UTF-8; malformed parts become U+FFFD
     * @throws StatusException with status 415 if Content-Type names a charset that this Java does not have
     */
    String text();

    /**
     * The body as a stream.
     *
     * @return a new stream over the body, from its start; it never blocks
     */
    InputStream stream();

    /**
     * The body read as a form: {@code application/x-www-form-urlencoded}, or {@code multipart/form-data} (RFC 7578). It is
     * read anew, from a copy of the body, each time.
     *
     * @return the form, of at most 1000 fields and files
     * @throws StatusException with status 400 if the form is malformed or cut; the message says why. With status 413 if it
     *     has more fields and files than that. With status 415 if the body is no form, names a charset that this Java does
     *     not have, or has a Content-Encoding that is not decoded
     */
    default Form form() {
        return FormReader.read(this);
    }

    /**
     * The arguments of the request, gathered from its path, its query and its body. They are read anew each time.
     *
     * @return the arguments
     * @throws StatusException with status 400 if the body is neither empty nor a JSON object nor a form; its message says
     *     why. With status 415 if the body has a Content-Encoding that is not decoded, or is a form in a charset that this
     *     Java does not have
     * @throws UnsupportedOperationException if the request was made neither by the server nor by effe-test
     */
    default Args args() {
        throw new UnsupportedOperationException(getClass().getName() + " has no arguments");
    }

    /**
     * The body read as JSON, in the way that {@link Logic#json} says. Fields that the type does not know are ignored.
     *
     * @param type what to read it as
     * @param <T> that type
     * @return the value; null if the body is the JSON {@code null}
     * @throws StatusException with status 400 if the body is empty, is not JSON, or does not fit the type; its message
     *     names the field and what it must be, the line and the column. With status 415 if the body has a
     *     Content-Encoding, such as gzip, which is not decoded
     * @throws IllegalStateException if the type itself cannot be read, whatever the body
     */
    <T> @Nullable T json(Class<T> type);

    /**
     * The body read as JSON, for a type with parameters, such as {@code List<Order>}.
     *
     * @param type what to read it as
     * @return the value, as {@link #json(Class)} does
     * @throws StatusException as {@link #json(Class)} does
     */
    @Nullable Object json(Type type);
}
