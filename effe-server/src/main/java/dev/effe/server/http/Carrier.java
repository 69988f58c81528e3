package dev.effe.server.http;

/**
 * What carries an exchange: a connection of HTTP/1.1, or a stream of HTTP/2. Confined to the connection's event loop.
 */
interface Carrier {

    /** What all connections share. */
    HttpShared shared();

    /** Writes the answer to this request. */
    ResponseWriter writer(RequestHead head, String requestId);

    /** The function's call is over, whether or not its answer can still be written. */
    void runEnded();

    /**
     * Whether an answer that is written, and closes nothing, may be flushed by the carrier, together with what follows it;
     * then its exchange ends now.
     */
    boolean flushesLater();

    /** The answer is sent, or will be by the carrier, or will never be. */
    void exchangeEnded(boolean close);

    /** Cuts what is left of the answer in a way that cannot be taken for its end. */
    void reset();

    /** The client reads too slowly. */
    void stalled();
}
