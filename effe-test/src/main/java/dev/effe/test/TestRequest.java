package dev.effe.test;

import dev.effe.Args;
import dev.effe.Event;
import dev.effe.Functions;
import dev.effe.Request;
import dev.effe.Topics;
import dev.effe.server.call.Outgoing;
import dev.effe.server.function.Appender;
import dev.effe.server.function.Caller;
import dev.effe.server.http.message.CallerTimeout;
import dev.effe.server.http.message.FieldRules;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestIds;
import dev.effe.server.http.message.RequestLine;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.route.Body;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);

    private static final RequestIds IDS = new RequestIds();

    static final FunctionJson STANDARD = FunctionJson.standard(TestRequest.class.getClassLoader());

    private final Parts parts;
    private final Instant deadline;
    /** The same request as the server makes it. */
    private final HttpRequest received;

    private final FunctionJson json;

    /** Null if the function can call no others. */
    private final @Nullable Caller caller;

    /** Null if the function can append nothing. */
    private final @Nullable Appender appender;

    /** Written if it can: nothing of that is to outlive the function's run. */
    private volatile boolean over;

    private TestRequest(Parts parts) {
        this(parts, IDS.idFor(parts.headers.first("X-Request-Id")), STANDARD, null, null);
    }

    private TestRequest(
            Parts parts, String id, FunctionJson json, @Nullable Caller caller, @Nullable Appender appender) {
        this.parts = parts;
        this.json = json;
        this.caller = caller;
        this.appender = appender;
        HeaderFields headers = parts.headers;
        byte[] body = parts.body.bytes;
        RequestHead head = new RequestHead(
                parts.line.method(), parts.line.target().text(), 1, headers, body.length, false, true, false);
        RequestMessage message = new RequestMessage(head, Body.of(body));
        received = new HttpRequest(id, message, CLIENT, false, CallerTimeout.nanos(headers));
        received.use(json);
        if (parts.route != null) {
            received.matched(parts.route);
        }
        long nanos = Math.min(TIMEOUT.toNanos(), received.callerNanos());
        deadline = parts.deadline == null ? Instant.now().plusNanos(nanos) : parts.deadline;
    }

    /**
     * A request of any method, without headers and body, its deadline in 30 seconds.
     *
     * @param method the method, case-sensitive
     * @param target path and query as they are sent, such as {@code /a%20b?x=1}
     * @return the request
     * @throws IllegalArgumentException if the server refuses such a request: the method is no token, or CONNECT or TRACE;
     *     the target does not start with a slash, has a malformed escape or a character that must be escaped
     */
    public static TestRequest of(String method, String target) {
        byte[] text = (method + " " + target + " HTTP/1.1").getBytes(StandardCharsets.UTF_8);
        try {
            RequestLine line = RequestLine.parse(text, 0, text.length, Http1Limits.DEFAULTS);
            if (line.target().authority() == null) {
                return new TestRequest(new Parts(line, new HeaderFields(), TestBody.of(new byte[0]), null, null, null));
            }
        } catch (RefusedException e) {
            throw new IllegalArgumentException(
                    "The server refuses " + method + " " + target + " (" + e.refusal()
                            + "): a target is such as /a%20b?x=1",
                    e);
        }
        throw new IllegalArgumentException("target must start with a slash, but was " + target);
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
     * @throws IllegalArgumentException if the name is no token or the value is not ISO-8859-1 text in one line
     */
    public TestRequest header(String name, String value) {
        FieldRules.check(name, value);
        return new TestRequest(parts.with(parts.headers.and(name, value)));
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
        return new TestRequest(parts.with(TestBody.of(bytes.clone())));
    }

    /**
     * Sets the body to the JSON of a value, written as the function that is called writes its own, and its Content-Type
     * to application/json unless it has one.
     *
     * @param value a record, bean, collection, map, string, number, boolean, date, time or null
     * @return a new request
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public TestRequest jsonBody(@Nullable Object value) {
        Parts whole = parts.with(TestBody.ofJson(value));
        boolean isTyped = parts.headers.first("Content-Type") != null;
        return new TestRequest(isTyped ? whole : whole.with(parts.headers.and("Content-Type", "application/json")));
    }

    /**
     * Sets the deadline. Nobody enforces it here: it is for functions that look at it.
     *
     * @param deadline when the answer must be given; may have passed already
     * @return a new request
     */
    public TestRequest deadline(Instant deadline) {
        return new TestRequest(parts.with(deadline));
    }

    /**
     * Sets the route that the request matches, by the rules of the server's {@code route}: {@link #pathParameters}, {@link
     * #pathParameter}, {@link #route} and {@link #args} are as if the server had only this one.
     *
     * @param pattern the route, such as {@code GET /orders/{id}}
     * @return a new request
     * @throws IllegalArgumentException if that is no route; the message says why. If the request does not match it
     */
    public TestRequest route(String pattern) {
        RoutePattern route = RoutePattern.parse(pattern);
        if (RouteTable.of(List.of(new Routed<>(route, ""))).find(method(), target()) == null) {
            throw new IllegalArgumentException(this + " does not match the route " + route);
        }
        return new TestRequest(parts.with(route));
    }

    /**
     * Makes it the request of a trigger: {@link #event} gives the event. The payload is the body, as {@link #jsonBody} or
     * {@link #body(byte[])} sets it.
     *
     * @param event the event
     * @return a new request
     */
    public TestRequest event(Event event) {
        return new TestRequest(new Parts(parts.line, parts.headers, parts.body, parts.deadline, parts.route, event));
    }

    @Override
    public String id() {
        return received.id();
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
        return received.remoteAddress();
    }

    @Override
    public Optional<String> traceparent() {
        return received.traceparent();
    }

    @Override
    public String method() {
        return received.method();
    }

    @Override
    public String target() {
        return received.target();
    }

    @Override
    public String path() {
        return received.path();
    }

    @Override
    public Map<String, String> pathParameters() {
        return received.pathParameters();
    }

    @Override
    public Optional<String> route() {
        return received.route();
    }

    @Override
    public Map<String, List<String>> query() {
        return received.query();
    }

    @Override
    public Map<String, List<String>> headers() {
        return received.headers();
    }

    @Override
    public Optional<String> header(String name) {
        return received.header(name);
    }

    @Override
    public byte[] bytes() {
        return received.bytes();
    }

    @Override
    public String text() {
        return received.text();
    }

    @Override
    public InputStream stream() {
        return received.stream();
    }

    @Override
    public Args args() {
        return received.args();
    }

    @Override
    public <T> @Nullable T json(Class<T> type) {
        return received.json(type);
    }

    @Override
    public @Nullable Object json(Type type) {
        return received.json(type);
    }

    @Override
    public Functions functions() {
        return caller == null ? Request.super.functions() : caller.functions(this, json, () -> over);
    }

    @Override
    public Topics topics() {
        return appender == null ? Request.super.topics() : appender.topics(this, json, () -> over);
    }

    @Override
    public Optional<Event> event() {
        return Optional.ofNullable(parts.event);
    }

    /** The same request for one run of a function: its JSON is read and written in that function's way. */
    TestRequest by(FunctionJson functions, Caller others, @Nullable Appender topics) {
        return new TestRequest(parts.with(parts.body.by(functions)).with(deadline), id(), functions, others, topics);
    }

    /** The run is over. */
    void runEnded() {
        over = true;
    }

    /** A request that a function sends to another, as that one sees it. */
    static TestRequest of(Outgoing sent) {
        Instant deadline = Instant.now().plusNanos(sent.nanos());
        RequestLine line = of(sent.method(), sent.target()).parts.line;
        return new TestRequest(
                new Parts(line, sent.headers(), TestBody.of(sent.body().bytes()), deadline, null, null));
    }

    @Override
    public String toString() {
        return method() + " " + target();
    }

    /**
     * The parts that it is made of.
     *
     * @param deadline null if it is the server's own
     * @param event null if it is no trigger's
     */
    private record Parts(
            RequestLine line,
            HeaderFields headers,
            TestBody body,
            @Nullable Instant deadline,
            @Nullable RoutePattern route,
            @Nullable Event event) {

        Parts with(HeaderFields other) {
            return new Parts(line, other, body, deadline, route, event);
        }

        Parts with(TestBody other) {
            return new Parts(line, headers, other, deadline, route, event);
        }

        Parts with(Instant other) {
            return new Parts(line, headers, body, other, route, event);
        }

        Parts with(RoutePattern other) {
            return new Parts(line, headers, body, deadline, other, event);
        }
    }

    /** A body. */
    private static final class TestBody {
        final byte[] bytes;
        /** Writes it as a function does, if it was given as a value. */
        final @Nullable Function<FunctionJson, byte[]> writer;

        private TestBody(byte[] bytes, @Nullable Function<FunctionJson, byte[]> writer) {
            this.bytes = bytes;
            this.writer = writer;
        }

        static TestBody of(byte[] bytes) {
            return new TestBody(bytes, null);
        }

        static TestBody ofJson(@Nullable Object value) {
            return new TestBody(STANDARD.write(value), json -> json.write(value));
        }

        TestBody by(FunctionJson json) {
            return writer == null || !json.isOwn() ? this : of(writer.apply(json));
        }
    }
}
