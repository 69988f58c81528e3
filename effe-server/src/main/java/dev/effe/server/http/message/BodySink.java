package dev.effe.server.http.message;

import java.io.IOException;

/** Where a streamed body goes. Called by the worker that writes it. */
public interface BodySink {

    /**
     * Waits until the client has taken enough of what was written before.
     *
     * @return how many bytes the next part may have at most
     * @throws IOException if the client is gone, or the wait was interrupted
     */
    int awaitRoom() throws IOException;

    /**
     * Sends a copy of a part, and with the first one the head. Does not block.
     *
     * @throws IOException if there is no memory for it: the connection is reset
     */
    void part(byte[] bytes, int from, int to) throws IOException;

    /** Holds nothing back of the parts that it has. */
    default void flush() throws IOException {}

    /** There are no more parts. */
    default void finish() throws IOException {}
}
