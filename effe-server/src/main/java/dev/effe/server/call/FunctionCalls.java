package dev.effe.server.call;

import dev.effe.Call;
import dev.effe.Functions;
import dev.effe.Request;
import dev.effe.server.dispatch.RequestTrace;
import dev.effe.server.dispatch.Traced;
import dev.effe.server.function.Caller;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.RequestLine;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.route.Body;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The calls that one function makes. Thread-safe. */
public final class FunctionCalls implements Caller {

    private static final RateLimitedLog failures = new RateLimitedLog(LoggerFactory.getLogger(FunctionCalls.class));

    // These go along with each call, unless it has its own.
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private final String function;
    private final Callees callees;
    private final int loopLimit;
    private final CallListener listener;

    /**
     * Makes them.
     *
     * @param function the calling function's name
     * @param loopLimit how deeply calls may be nested; {@link Integer#MAX_VALUE} for no limit
     */
    public FunctionCalls(String function, Callees callees, int loopLimit, CallListener listener) {
        this.function = function;
        this.callees = callees;
        this.loopLimit = loopLimit;
        this.listener = listener;
    }

    @Override
    public Functions functions(Request request, FunctionJson json, BooleanSupplier isOver) {
        return new RequestFunctions(this, request, json, isOver);
    }

    /** Finds a function that may be called. */
    Callee callee(String name) {
        return callees.callee(name);
    }

    /**
     * Sends a call, and waits for its answer.
     *
     * @param caller the request in whose time it is
     * @throws IllegalArgumentException if a server would refuse it
     */
    Reply send(Request caller, String name, Callee callee, Call call) {
        checkLine(call);
        RequestTrace trace = caller instanceof Traced traced ? traced.trace() : null;
        if (trace == null) {
            return send(caller, name, callee, call, null);
        }
        RequestTrace.Step step = trace.call(name, call.method());
        String failure = "failed";
        int status = 0;
        try {
            Reply reply = send(caller, name, callee, call, step.traceparent());
            status = reply.answer().status();
            CallEnd end = CallEnd.of(reply);
            failure = end == CallEnd.SUCCEEDED ? "" : end.label();
            return reply;
        } finally {
            step.ended(status, failure);
        }
    }

    private Reply send(Request caller, String name, Callee callee, Call call, @Nullable String traceparent) {
        long beganNanos = System.nanoTime();
        int depth = CallDepth.of(caller) + 1;
        long nanos = nanosOf(caller, call);
        Reply reply;
        if (depth > loopLimit) {
            reply = Reply.without(Reply.End.TOO_DEEP, caller.id(), null);
        } else if (nanos <= 0) {
            reply = Reply.without(Reply.End.OUT_OF_TIME, caller.id(), null);
        } else {
            reply = callee.send(outgoing(caller, call, depth, nanos, traceparent));
        }
        tell(name, reply);
        listener.ended(function, name, CallEnd.of(reply), System.nanoTime() - beganNanos);
        return reply;
    }

    private void tell(String name, Reply reply) {
        if (reply.end() == Reply.End.UNREACHABLE || reply.end() == Reply.End.UNUSABLE) {
            String why = reply.cause() == null
                    ? "its function failed"
                    : reply.cause().toString();
            failures.warn("{} called {}: {} ({})", function, name, reply.end().detail(), why);
        }
    }

    private static void checkLine(Call call) {
        byte[] line = (call.method() + " " + call.target() + " HTTP/1.1").getBytes(StandardCharsets.ISO_8859_1);
        try {
            RequestLine.parse(line, 0, line.length, Http1Limits.DEFAULTS);
        } catch (RefusedException e) {
            throw new IllegalArgumentException("A server refuses " + call + " (" + e.refusal() + ")", e);
        }
    }

    private static long nanosOf(Request caller, Call call) {
        Duration left = caller.remaining();
        Duration own = call.timeout().orElse(left);
        return (own.compareTo(left) < 0 ? own : left).toNanos();
    }

    /** @param traceparent of the span of the call; null if it is not traced */
    private static Outgoing outgoing(Request caller, Call call, int depth, long nanos, @Nullable String traceparent) {
        HeaderFields headers = new HeaderFields();
        Map<String, List<String>> given = call.headers();
        given.forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        if (!given.containsKey("X-Request-Id")) {
            headers.add("X-Request-Id", caller.id());
        }
        String parent = traceparent == null ? caller.traceparent().orElse(null) : traceparent;
        if (!given.containsKey(TRACEPARENT) && parent != null) {
            headers.add(TRACEPARENT, parent);
            caller.headers().getOrDefault(TRACESTATE, List.of()).forEach(value -> headers.add(TRACESTATE, value));
        }
        headers.add(CallDepth.HEADER, Integer.toString(depth));
        String alias = CalledAlias.of(caller);
        if (!alias.isEmpty()) {
            headers.add(CalledAlias.HEADER, alias);
        }
        return new Outgoing(
                caller.id(), call.method(), CallTarget.escaped(call.target()), headers, Body.of(call.bytes()), nanos);
    }
}
