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
     * The trace that this call belongs to.
     *
     * @return the {@code traceparent} header if it is well-formed (W3C Trace Context, version 00), else empty
     */
    Optional<String> traceparent();

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
