package dev.effe.server.http.exchange;

import dev.effe.server.http.message.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The carrier of an exchange: a connection of HTTP/1.1, or a stream of HTTP/2. Confined to the connection's event loop.
 */
public interface Carrier {

    /** The parts that all connections share. */
    HttpShared shared();

    /** Writes the answer to this request. */
    ResponseWriter writer(RequestHead head, String requestId);

    /** The function's call is over, whether or not its answer can still be written. */
    void runEnded();

    /**
     * True if an answer that is written, and closes nothing, may be flushed by the carrier, together with what follows
     * it; then its exchange ends now.
     */
    boolean flushesLater();

    /**
     * Takes the request behind an exchange whose answer is known and will be written in one go, so that its call may begin
     * before that. Called by the thread that ended the exchange's call.
     *
     * @return the exchange that follows; null if there is none, or its call is not to begin yet
     */
    @Nullable Exchange follow(Exchange ended);

    /** The answer is sent, or will be by the carrier, or will never be. */
    void exchangeEnded(boolean close);

    /** True if it was the server that cut it. */
    boolean isReset();

    /** Cuts what is left of the answer in a way that cannot be taken for its end. */
    void reset();
}
