package dev.effe.server.http;

/** Gets what a decoder makes of a connection's bytes. Called on the connection's event loop. */
interface Receiver {
    /** A request is complete. No other is decoded until {@link Http1Decoder#next}, which may be called from here. */
    void received(RequestMessage message);

    /** The client waits with a body until it is told to send it (RFC 9110, 10.1.1). */
    void continueDue();

    /** A request is refused: answer, and close. The last call for this connection. */
    void refused(Refusal refusal);

    /**
     * The client has sent FIN, everything complete before it was received and answered, and a request cut by it is
     * dropped. The last call for this connection. Not called when the whole channel becomes inactive.
     */
    void inputEnded();
}
