package dev.effe.server.route;

import dev.effe.Args;
import dev.effe.Functions;
import dev.effe.Request;
import dev.effe.Span;
import dev.effe.Topics;
import dev.effe.server.dispatch.HasDeadline;
import dev.effe.server.dispatch.RequestTrace;
import dev.effe.server.dispatch.Traced;
import dev.effe.server.function.Appender;
import dev.effe.server.function.Caller;
import dev.effe.server.function.MakesCalls;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.json.RequestArgs;
import dev.effe.server.json.UsesJson;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.time.Ticker;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts that every request has once it has come in whole, by whatever way: an id, a sender, a deadline and a body
 * in memory. Thread-safe, and immutable but for its deadline, once it is the function's.
 */
public abstract class ReceivedRequest implements Request, UsesJson, MakesCalls, HasDeadline, Traced {

    private final String id;
    /** Replaced, if at all, before the function has the request. */
    private Body body;

    private final InetSocketAddress remoteAddress;

    /** The dispatcher's, and written by it before the function has the request. */
    private Ticker clock = Ticker.SYSTEM;

    /** Set by the dispatch; moves when the first byte of a streamed answer is sent. */
    private volatile long deadlineNanos;

    /** Written before the function has the request. */
    private @Nullable FunctionJson json;

    /** Written before the function has the request; null if it may call no others. */
    private @Nullable Caller caller;

    /** Written before the function has the request; null if there are no topics. */
    private @Nullable Appender appender;

    /** Written if it may call or append: nothing of that is to outlive its run. */
    private volatile boolean over;

    /** Written before the function has the request; null if it is not traced. */
    private @Nullable RequestTrace trace;

    /** Written before the function has the request. */
    private @Nullable RoutePattern route;

    /** Made when first asked for; two threads may both make it. */
    private @Nullable Map<String, String> pathParameters;

    protected ReceivedRequest(String id, Body body, InetSocketAddress remoteAddress) {
        this.id = id;
        this.body = body;
        this.remoteAddress = remoteAddress;
    }

    protected final Body body() {
        return body;
    }

    protected final void body(Body decoded) {
        body = decoded;
    }

    @Override
    public final void use(FunctionJson functions) {
        json = functions;
    }

    /** Tells it which route it matched, before the function has it. */
    public final void matched(RoutePattern pattern) {
        route = pattern;
    }

    @Override
    public final Optional<String> route() {
        return Optional.ofNullable(route).map(RoutePattern::toString);
    }

    @Override
    public final Map<String, String> pathParameters() {
        RoutePattern matched = route;
        if (matched == null) {
            return Map.of();
        }
        Map<String, String> known = pathParameters;
        if (known == null) {
            known = matched.values(target());
            pathParameters = known;
        }
        return known;
    }

    @Override
    public final void reachOut(@Nullable Caller others, @Nullable Appender topics) {
        caller = others;
        appender = topics;
    }

    @Override
    public final void tracedBy(RequestTrace traces) {
        trace = traces;
    }

    @Override
    public final @Nullable RequestTrace trace() {
        return trace;
    }

    @Override
    public final Optional<String> traceparent() {
        return trace == null ? sentTraceparent() : Optional.of(trace.traceparent());
    }

    /** The traceparent that came with it, if it is well-formed. */
    protected abstract Optional<String> sentTraceparent();

    @Override
    public final Span span(String name) {
        return trace == null ? Request.super.span(name) : trace.span(name);
    }

    @Override
    public final void runEnded() {
        over = true;
    }

    @Override
    public final Functions functions() {
        return caller == null ? Request.super.functions() : caller.functions(this, json(), () -> over);
    }

    @Override
    public final Topics topics() {
        return appender == null ? Request.super.topics() : appender.topics(this, json(), () -> over);
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final void endsAt(long nanos, Ticker of) {
        clock = of;
        deadlineNanos = nanos;
    }

    @Override
    public final Instant deadline() {
        return Instant.now().plusNanos(deadlineNanos - clock.nanos());
    }

    @Override
    public final Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - clock.nanos()));
    }

    @Override
    public final InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public final byte[] bytes() {
        return body.copy();
    }

    @Override
    public final InputStream stream() {
        return body.stream();
    }

    @Override
    public final Args args() {
        return RequestArgs.of(this, body.bytes(), json());
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson reads what it is told to read
    public final <T> @Nullable T json(Class<T> type) {
        return (T) json((Type) type);
    }

    @Override
    public final @Nullable Object json(Type type) {
        return json().read(body.bytes(), header("Content-Encoding").orElse(null), type);
    }

    private FunctionJson json() {
        return Objects.requireNonNull(json, "no function has it");
    }
}
