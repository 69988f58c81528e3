package dev.effe.server.dispatch;

import dev.effe.Request;
import dev.effe.Response;

/** Traces the invocations of one function. Thread-safe; must be quick. */
@FunctionalInterface
public interface Tracing {

    /**
     * An invocation is dispatched.
     *
     * @param request still without a trace: its traceparent is what was sent
     * @param response asked for its status, at the end
     */
    RequestTrace begin(Request request, Response response);
}
