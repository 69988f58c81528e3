package dev.effe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The facts of a call that are known whatever way it came in. Implemented by the server; immutable and thread-safe. */
public interface Invocation {

    /**
     * The request's id: unique, in every log line of this call and in the answer's {@code X-Request-Id} header. Taken
     * from the request's {@code X-Request-Id} if that is well-formed ({@code [A-Za-z0-9._-]{1,128}}).
     *
     * @return the id, from 1 to 128 characters
     */
    String id();

    /**
     * When the answer must be given: after the server's {@code timeout}, or earlier if the caller has said by {@code
     * Effe-Timeout} or {@code X-Timeout} that it waits for less long.
     *
     * @return the instant at which the client is answered 504 and this call's thread is interrupted
     */
    Instant deadline();

    /**
     * The time that the call may still take.
     *
     * @return the time until the deadline; zero once it has passed, never negative
     */
    Duration remaining();

    /**
     * Who sent the request.
     *
     * @return the address and port of the peer of the connection
     */
    InetSocketAddress remoteAddress();

    /**
     * The trace that this call belongs to, for calls to others. Where the server traces ({@code --traces}) its span is the current one: the innermost that this thread has begun by {@link #span}, else that
     * of the run.
     *
     * @return the span in the form of a {@code traceparent} header (W3C Trace Context, version 00); the header of the
     *     request where the server does not trace, empty if that is absent or malformed
     */
    Optional<String> traceparent();

    /**
     * Begins a span: a part of the call whose time is to be seen. It is a child of the innermost span that this thread has
     * begun and not closed, else of the run.
     *
     * <pre>{@code
     * try (Span span = request.span("charge")) {
     *     span.set("payment.provider", "acme");
     *     charge(order);
     * }
     * }</pre>
     *
     * @param name what is done: one of few names, such as {@code charge}, without ids; cut after 128 characters
     * @return the span, to be closed; it does nothing if the call is not traced, or has 256 spans already
     */
    default Span span(String name) {
        return Span.none();
    }

    /**
     * The other functions of the application. They can be called until {@link Logic#run} returns, on any thread.
     *
     * @return those that effe.yaml lets this function call
     * @throws IllegalStateException if the server was started without {@code --app}, so that there are no others
     */
    default Functions functions() {
        throw new IllegalStateException(
                "There are no functions to call: start the server with --app effe.yaml, and list"
                        + " there what this function calls");
    }

    /**
     * The topics of the application. They can be appended to until {@link Logic#run} returns, on any thread.
     *
     * @return those that effe.yaml lets this function append to
     * @throws IllegalStateException if the application has no topics, or the server was started without {@code --app}
     */
    default Topics topics() {
        throw new IllegalStateException("There are no topics: start the server with --app effe.yaml, and list there"
                + " the topics and what this function appends");
    }

    /**
     * The event that runs the function. No header that a client sends makes one.
     *
     * @return the event; empty if this is no call by a trigger
     */
    default Optional<Event> event() {
        return Optional.empty();
    }
}
