package dev.effe.server.http.upstream;

import dev.effe.server.http.Transport;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards calls to servers behind unix sockets, without blocking: on connections that are kept, each of one event loop. A
 * call that is made on an event loop is answered there. Thread-safe.
 */
public final class Upstreams implements AutoCloseable {

    private final Transport transport;
    private final int maxHeadBytes;
    private final Map<EventLoop, LoopUpstreams> loops = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Makes it; it connects to nobody yet.
     *
     * @param transport whose event loops it uses; not closed with it
     * @param maxHeadBytes the most bytes of an answer's header lines, from 16 to 1 MiB
     */
    public Upstreams(Transport transport, int maxHeadBytes) {
        this.transport = transport;
        this.maxHeadBytes = maxHeadBytes;
    }

    /**
     * Gets the answer to a call. Its methods are called in order, on one event loop, which they must not block: {@link
     * #head} once, then {@link #part} for each piece, then {@link #end}; or {@link #failed} at any point in place of what
     * has not come yet, once. Nothing is called before {@link #send} has returned, if that was called on an event loop, nor
     * after {@link Sent#cancel} was called on this one.
     */
    public interface Receiver {

        /**
         * The answer has begun.
         *
         * @param status from 200 to 599
         * @param headers all of them, those that frame the answer too, in their order
         */
        void head(int status, List<Map.Entry<String, String>> headers);

        /** Some bytes of the body have come, at least one; they are the receiver's now. */
        void part(byte[] bytes);

        /** The answer is complete. */
        void end();

        /** The answer will not come, or not to its end. */
        void failed(Failure failure);
    }

    /** The reasons for a call to have no whole answer. */
    public enum Failure {
        /** No byte was written, or there is no connection: it may be sent again, to another server too. */
        NOT_SENT,
        /** The connection ended before the answer did: the server may have worked on it. */
        LOST,
        /** The answer breaks the rules of HTTP/1.1. */
        MALFORMED,
        /** The server was silent for longer than the request's timeout. */
        TIMED_OUT
    }

    /** A call on its way. Thread-safe. Once it has ended nothing happens. */
    public interface Sent {

        /** Nobody wants the answer any more: the connection is closed, which tells the server so. */
        void cancel();

        /** Stops reading the answer; what was read already still comes. */
        void pause();

        /** Goes on reading the answer. */
        void resume();
    }

    /**
     * Sends a request on an idle connection to the socket, or on a new one. If an idle one turns out to be closed, and no
     * byte was written, it takes a new one. Never blocks.
     */
    public Sent send(Path socket, UpstreamRequest request, Receiver receiver) {
        UpstreamCall call = new UpstreamCall(loop(), request, receiver);
        if (closed) {
            call.failed(Upstreams.Failure.NOT_SENT);
        } else if (call.loop().inEventLoop()) {
            of(call.loop()).send(socket, call);
        } else {
            call.loop().execute(() -> of(call.loop()).send(socket, call));
        }
        return call;
    }

    /** The event loop that calls; another one if it is no event loop. */
    private EventLoop loop() {
        for (EventExecutor loop : transport.loops()) {
            if (loop.inEventLoop()) {
                return (EventLoop) loop;
            }
        }
        return transport.loops().next();
    }

    private LoopUpstreams of(EventLoop loop) {
        return loops.computeIfAbsent(loop, each -> new LoopUpstreams(each, transport, maxHeadBytes));
    }

    /** Closes the idle connections to the socket of a server that has stopped, and the others after their answers. */
    public void forget(Path socket) {
        loops.forEach((loop, upstreams) -> loop.execute(() -> upstreams.forget(socket)));
    }

    /** Closes all connections; the calls on them have failed, and those that are sent later fail at once. */
    @Override
    public void close() {
        closed = true;
        loops.forEach((loop, upstreams) -> loop.execute(upstreams::close));
    }
}
