package dev.effe.server.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a client sends, after Netty's handler has applied the protocol's rules to them: those that make
 * requests go to the exchanges, the others are counted. Event-loop-confined.
 */
final class Http2Frames extends Http2EventAdapter {

    /** Windows that a client may open for each request before it gets anything: the stream's and the connection's. */
    private static final int WINDOW_UPDATES_PER_REQUEST = 4;

    private final FrameBudget budget = new FrameBudget();
    private @Nullable Http2Exchanges exchanges;

    void attach(Http2Exchanges attached) {
        exchanges = attached;
    }

    private Http2Exchanges exchanges() {
        return Objects.requireNonNull(exchanges, "not attached");
    }

    private Http2Handler handler() {
        return exchanges().handler();
    }

    private Http2Stream stream(int id) {
        return handler().connection().stream(id);
    }

    /** Counts a frame that asks for nothing. */
    void spend() throws Http2Exception {
        budget.spend();
    }

    /** A part of an answer is written: the client may give back each of its bytes, for the stream and the connection. */
    void sending(int bytes) {
        budget.allowWindowUpdates(2L * bytes);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        spend();
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
        handler().limitStreams();
        spend();
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        budget.allowWindowUpdates(WINDOW_UPDATES_PER_REQUEST);
        exchanges().headers(stream(streamId), headers, endOfStream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        int bytes = data.readableBytes() + padding;
        return exchanges().data(stream(streamId), data, bytes, endOfStream) ? bytes : 0;
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int streamId, int increment) throws Http2Exception {
        budget.spendWindowUpdate();
        exchanges().windowGrew(stream(streamId));
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        spend();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        spend();
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int streamId, int streamDependency, short weight, boolean exclusive)
            throws Http2Exception {
        spend();
    }

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext context, byte type, int streamId, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        spend();
    }
}
