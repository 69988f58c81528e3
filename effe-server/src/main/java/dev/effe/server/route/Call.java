package dev.effe.server.route;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.route.pattern.RoutePattern;

/** A request, whole, and the means to answer it. */
public interface Call extends Invocation.Completion {

    Request request();

    Response response();

    /** Tells the request which route it matched. At most once, before it is dispatched. */
    void matched(RoutePattern route);

    /** Has the answer put into an envelope. Before it is dispatched. */
    void inEnvelope();

    /**
     * Gives the answer another id than its request's: that of X-Request-Id and of the log. At most once, before anything
     * of the answer is sent.
     */
    void answersAs(String id);

    /** Leaves it out of the access log. Before it is completed. */
    default void leftOut() {}

    /** Names the invocation that is to be told when the answer is flushed. At most once, before it is dispatched. */
    void carriedBy(Invocation invocation);
}
