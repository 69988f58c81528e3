package dev.effe.test;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.json.FunctionJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for {@link FunctionTester#call}, or for a call of {@code run} by hand. Immutable and thread-safe: each method
 * that adds something returns a new request.
 *
 * {@snippet class="dev.effe.test.FunctionTesterTest" region="request"}
 */
public final class TestRequest implements Request {

    /** The server's own default of {@code timeout}. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]+)");

    private static final AtomicLong LAST_ID = new AtomicLong();

    private static final FunctionJson STANDARD = FunctionJson.standard(TestRequest.class.getClassLoader());

    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final Body body;
    private final Instant deadline;
    private final String defaultId;

    /** Reads the body as JSON: in the function's way, once it is called. */
    private final FunctionJson json;

    private TestRequest(String method, String target, Map<String, List<String>> headers, Body body, Instant deadline) {
        this(method, target, headers, body, deadline, "test-" + LAST_ID.incrementAndGet(), STANDARD);
    }

    private TestRequest(
            String method,
            String target,
            Map<String, List<String>> headers,
            Body body,
            Instant deadline,
            String defaultId,
            FunctionJson json) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.deadline = deadline;
        this.defaultId = defaultId;
        this.json = json;
    }

    /**
     * A request of any method, without headers and body, its deadline in 30 seconds.
     *
     * @param method the method, case-sensitive
     * @param target path and query as they are sent, such as {@code /a%20b?x=1}
     * @return the request
     * @throws IllegalArgumentException if the target does not start with a slash or has a malformed escape
     */
    public static TestRequest of(String method, String target) {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("target must start with a slash, but was " + target);
        }
        TestRequest request = new TestRequest(
                method, target, Map.of(), Body.of(new byte[0]), Instant.now().plus(TIMEOUT));
        request.path();
        request.query();
        return request;
    }

    /**
     * A GET request; see {@link #of}.
     *
     * @param target path and query as they are sent
     * @return the request
     */
    public static TestRequest get(String target) {
        return of("GET", target);
    }

    /**
     * A POST request; see {@link #of}.
     *
     * @param target path and query as they are sent
     * @return the request
     */
    public static TestRequest post(String target) {
        return of("POST", target);
    }

    /**
     * Adds a header beside those of the same name. {@code X-Request-Id} and {@code traceparent} become {@link #id} and
     * {@link #traceparent} if they are well-formed.
     *
     * @param name the name
     * @param value the value
     * @return a new request
     */
    public TestRequest header(String name, String value) {
        Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        List<String> values = new ArrayList<>(more.getOrDefault(name, List.of()));
        values.add(value);
        more.put(name, List.copyOf(values));
        return new TestRequest(method, target, Collections.unmodifiableMap(more), body, deadline);
    }

    /**
     * Sets the body.
     *
     * @param text sent as UTF-8
     * @return a new request
     */
    public TestRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the body.
     *
     * @param bytes copied
     * @return a new request
     */
    public TestRequest body(byte[] bytes) {
        return new TestRequest(method, target, headers, Body.of(bytes.clone()), deadline);
    }

    /**
     * Sets the body to the JSON of a value, written as the function that is called writes its own.
     *
     * @param value a record, bean, collection, map, string, number, boolean, date, time or null
     * @return a new request
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public TestRequest jsonBody(@Nullable Object value) {
        return new TestRequest(method, target, headers, Body.ofJson(value), deadline);
    }

    /**
     * Sets the deadline. Nobody enforces it here: it is for functions that look at it.
     *
     * @param deadline when the answer must be given; may have passed already
     * @return a new request
     */
    public TestRequest deadline(Instant deadline) {
        return new TestRequest(method, target, headers, body, deadline);
    }

    @Override
    public String id() {
        return header("X-Request-Id").filter(id -> ID.matcher(id).matches()).orElse(defaultId);
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
    }

    @Override
    public Optional<String> traceparent() {
        return header("traceparent")
                .filter(parent -> TRACEPARENT.matcher(parent).matches());
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String path() {
        // Only in a query is a plus a space.
        return decode(target.split("\\?", 2)[0].replace("+", "%2B"));
    }

    @Override
    public Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        String[] pathAndQuery = target.split("\\?", 2);
        for (String parameter : pathAndQuery.length == 1 ? new String[0] : pathAndQuery[1].split("&")) {
            if (!parameter.isEmpty()) {
                String[] nameAndValue = parameter.split("=", 2);
                String value = nameAndValue.length == 1 ? "" : decode(nameAndValue[1]);
                query.computeIfAbsent(decode(nameAndValue[0]), unknown -> new ArrayList<>())
                        .add(value);
            }
        }
        query.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(query);
    }

    private static String decode(String escaped) {
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public byte[] bytes() {
        return body.bytes.clone();
    }

    @Override
    public String text() {
        return new String(
                body.bytes, header("Content-Type").map(TestRequest::charset).orElse(StandardCharsets.UTF_8));
    }

    static Charset charset(String contentType) {
        Matcher charset = CHARSET.matcher(contentType);
        try {
            return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            throw new StatusException(415, "Unknown charset in Content-Type", e);
        }
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(body.bytes);
    }

    @Override
    @SuppressWarnings("unchecked") // read as a T
    public <T> @Nullable T json(Class<T> type) {
        return (T) json((Type) type);
    }

    @Override
    public @Nullable Object json(Type type) {
        return json.read(body.bytes, header("Content-Encoding").orElse(null), type);
    }

    /** The same request, its JSON read and written in a function's way. */
    TestRequest by(FunctionJson functions) {
        return new TestRequest(method, target, headers, body.by(functions), deadline, defaultId, functions);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }

    /** A body. */
    private static final class Body {
        final byte[] bytes;
        /** Writes it as a function does, if it was given as a value. */
        final @Nullable Function<FunctionJson, byte[]> writer;

        private Body(byte[] bytes, @Nullable Function<FunctionJson, byte[]> writer) {
            this.bytes = bytes;
            this.writer = writer;
        }

        static Body of(byte[] bytes) {
            return new Body(bytes, null);
        }

        static Body ofJson(@Nullable Object value) {
            return new Body(STANDARD.write(value), json -> json.write(value));
        }

        Body by(FunctionJson json) {
            return writer == null || !json.isOwn() ? this : of(writer.apply(json));
        }
    }
}
