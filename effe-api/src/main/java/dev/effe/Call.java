package dev.effe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to another function, for {@link Functions#send}. Immutable and thread-safe: each method that adds something
 * returns a new one.
 */
public final class Call {

    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}");
    private static final Pattern TARGET = Pattern.compile("/[!-~&&[^#]]*");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t -~]*");

    /** They say how the message is sent: the server's business (RFC 9110, 7.6.1 and 10.1.1). */
    private static final Set<String> SERVERS_OWN = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final @Nullable Duration timeout;

    private Call(
            String method, String target, Map<String, List<String>> headers, byte[] body, @Nullable Duration timeout) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.timeout = timeout;
    }

    /**
     * A request of any method, without headers and body.
     *
     * @param method the method, case-sensitive
     * @param target path and query as they are sent, such as {@code /items/7?x=1}
     * @return the request
     * @throws IllegalArgumentException if the method is no token of 1 to 32 characters; or if the target does not start with
     *     a slash, or has a {@code #} or anything but visible ASCII, which must be escaped
     */
    public static Call of(String method, String target) {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("method must be a token of 1 to 32 characters, but was " + method);
        }
        if (!TARGET.matcher(target).matches()) {
            throw new IllegalArgumentException(
                    "target must start with a slash and be visible ASCII without #, but was " + target);
        }
        return new Call(method, target, Map.of(), new byte[0], null);
    }

    /**
     * A GET request; see {@link #of}.
     *
     * @param target path and query as they are sent
     * @return the request
     * @throws IllegalArgumentException as {@link #of} does
     */
    public static Call get(String target) {
        return of("GET", target);
    }

    /**
     * A POST request; see {@link #of}.
     *
     * @param target path and query as they are sent
     * @param bytes the body, copied
     * @param contentType what it is, such as {@code text/csv}
     * @return the request
     * @throws IllegalArgumentException as {@link #of} and {@link #body} do
     */
    public static Call post(String target, byte[] bytes, String contentType) {
        return of("POST", target).body(bytes, contentType);
    }

    /**
     * Sets the body, and its Content-Type in place of any other.
     *
     * @param bytes the body, copied
     * @param contentType what it is, such as {@code text/csv}
     * @return a new request
     * @throws IllegalArgumentException if the type is not ASCII text in one line
     */
    public Call body(byte[] bytes, String contentType) {
        return new Call(method, target, with("Content-Type", contentType, true), bytes.clone(), timeout);
    }

    /**
     * Adds a header beside those of the same name. {@code X-Request-Id}, {@code traceparent} and {@code tracestate} are
     * sent instead of the calling request's.
     *
     * @param name the name
     * @param value the value
     * @return a new request
     * @throws IllegalArgumentException if the name is no token or the value is not ASCII text in one line; or if the
     *     server sets that header itself, such as Host, Content-Length and those that begin with {@code Effe-}
     */
    public Call header(String name, String value) {
        return new Call(method, target, with(name, value, false), body, timeout);
    }

    private Map<String, List<String>> with(String name, String value, boolean instead) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A header name must be a token, but was " + name);
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("The value of " + name + " must be ASCII text in one line");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (SERVERS_OWN.contains(lower) || lower.startsWith("effe-")) {
            throw new IllegalArgumentException("The server sets " + name + " itself");
        }
        Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        List<String> values = new ArrayList<>(instead ? List.of() : more.getOrDefault(name, List.of()));
        values.add(value);
        more.put(name, Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(more);
    }

    /**
     * Limits the time of the call. It only ever shortens the time that is left of the calling request.
     *
     * @param timeout how long to wait for the answer, more than zero
     * @return a new request
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Call timeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be more than zero, but was " + timeout);
        }
        return new Call(method, target, headers, body, timeout);
    }

    /**
     * The method.
     *
     * @return the method, case-sensitive
     */
    public String method() {
        return method;
    }

    /**
     * Path and query.
     *
     * @return the target as it is sent
     */
    public String target() {
        return target;
    }

    /**
     * The headers that were added.
     *
     * @return an immutable map from a name, whatever its case, to its values in the order they were added
     */
    public Map<String, List<String>> headers() {
        return headers;
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
     * The time of the call.
     *
     * @return how long to wait for the answer, if that is limited
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The method and the target. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
