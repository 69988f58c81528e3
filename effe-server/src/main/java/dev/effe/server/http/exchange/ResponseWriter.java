package dev.effe.server.http.exchange;

import dev.effe.server.http.message.ResponseHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;

/** Writes one answer in the form of its protocol: whole, or begun and ended with parts in between. Event-loop-confined. */
public interface ResponseWriter {

    /** A body of so many bytes at most goes with its head, in one write. */
    int SMALL_BODY_BYTES = 4 * 1024;

    /** True if the head is on its way. */
    boolean isBegun();

    /** True if the connection is to be closed behind this answer. */
    boolean closes();

    /** The status that was written. */
    int status();

    /** Has the head say this about the answer's times, beside what the function says of them. Before it is written. */
    void serverTiming(String value);

    /**
     * Writes the head and, if it is small, the body behind it; does not flush.
     *
     * @return when that is sent
     */
    ChannelFuture whole(int status, ResponseHeaders headers, String contentType, byte[] body);

    /** True if a whole body was too large to go with its head, and is to be written in pieces. */
    boolean hasMore();

    /** True if the client can take more now; if not, the exchange is told when it can. */
    boolean isWritable();

    /** Writes and flushes a piece of the body that whole began. */
    ChannelFuture piece(ByteBuf piece, boolean last);

    /** Writes the head of a body that comes in parts; does not flush. */
    void begin(int status, ResponseHeaders headers, String contentType);

    /**
     * Writes a part of a body that begin began; does not flush.
     *
     * @param part from {@link BodyPart}, released when it is sent; not more than the function declared, which its
     *     stream has seen to
     * @return when it is sent
     */
    ChannelFuture part(ByteBuf part);

    /**
     * Ends a body that begin began; does not flush.
     *
     * @return when it is sent
     */
    ChannelFuture end();

    void flush();
}
