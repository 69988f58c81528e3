package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.BodyFile;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.memory.BodyRoom;
import org.jspecify.annotations.Nullable;

/** Gets what a decoder makes of a connection's bytes. Called on the connection's event loop. */
interface Receiver {
    /** A request is complete. {@link Http1Decoder#next} is to be called for each, in order, and may be from here. */
    void received(RequestMessage message);

    /** True if requests behind those that are not answered yet are to be decoded already. */
    boolean takesMore();

    /**
     * A body needs memory before it is read.
     *
     * @param bytes how much altogether
     * @param entryBytes how much of it may be there already while it waits
     * @return if it has to wait, {@link Http1Decoder#roomCame} is to be called
     */
    BodyRoom.Answer needRoom(long bytes, long entryBytes);

    /** The file of a body that has the room that it needs; null if it goes to memory. */
    default @Nullable BodyFile newFile(long bytes) {
        return null;
    }

    /** The same for a body that is there already, and waits for nothing. Returns whether there is room. */
    boolean tryNeedRoom(long bytes);

    /**
     * Requests that have not come whole, or are read ahead, take so much memory now. Returns whether there is so much.
     */
    boolean hold(long bytes);

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
