package dev.effe.server.http;

import java.io.IOException;

/** Where a streamed body goes. Called by the worker that writes it. */
interface BodySink {

    /**
     * Waits until the client has taken enough of what was written before.
     *
     * @throws IOException if the client is gone, or the wait was interrupted
     */
    void awaitRoom() throws IOException;

    /** Sends a part, and with the first one the head. Does not block. The array is not to be changed after. */
    void part(byte[] bytes);
}
