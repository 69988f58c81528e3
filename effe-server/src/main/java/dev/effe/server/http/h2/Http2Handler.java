package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.ConnectionEnd;
import dev.effe.server.http.exchange.HttpShared;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.HeaderListSizeException;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's handler, which keeps the protocol's rules for frames, windows and streams, with this server's answer to those
 * who break them. Event-loop-confined.
 */
final class Http2Handler extends Http2ConnectionHandler {

    private static final Logger log = LoggerFactory.getLogger(Http2Handler.class);

    private final Http2Frames frames;
    private final StreamIds ids;
    private final Http2Exchanges exchanges;
    private final int maxNettyStreams;
    private final int connectionWindowBytes;
    private final Runnable flush = this::flushNow;

    private @Nullable ChannelHandlerContext ctx;
    private boolean flushDue;
    private boolean ending;
    private boolean failed;

    Http2Handler(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Http2Frames frames,
            HttpShared shared) {
        super(decoder, encoder, settings);
        this.frames = frames;
        ids = new StreamIds(connection());
        exchanges = new Http2Exchanges(shared, this);
        frames.attach(exchanges);
        connectionWindowBytes = shared.settings.http2().connectionWindowBytes();
        maxNettyStreams =
                shared.settings.http2().maxStreams() + shared.settings.http2().maxStreamResets() + 1;
        limitStreams();
    }

    /**
     * Lets Netty open streams beyond the limit, so that they can be refused: it forgets those that it refuses itself,
     * and ends the connection when their bodies arrive. Each costs a reset, which is what limits them.
     */
    void limitStreams() {
        connection().remote().maxActiveStreams(maxNettyStreams);
    }

    Http2Exchanges exchanges() {
        return exchanges;
    }

    Http2RemoteFlowController flow() {
        return encoder().flowController();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        ctx = context;
        super.handlerAdded(context);
        openConnectionWindow();
    }

    /** Settings cannot do that (RFC 9113, 6.9.2). */
    private void openConnectionWindow() throws Http2Exception {
        int more = connectionWindowBytes - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
        connection().local().flowController().incrementWindowSize(connection().connectionStream(), more);
    }

    ChannelHandlerContext ctx() {
        return Objects.requireNonNull(ctx, "not added yet");
    }

    // The server's own actions.

    /** Flushes once for all that is written in this turn of the event loop. */
    void flushSoon() {
        if (!flushDue) {
            flushDue = true;
            ctx().executor().execute(flush);
        }
    }

    private void flushNow() {
        flushDue = false;
        flush(ctx()); // Not the context's: only the handler writes what waits for its window.
    }

    /** A part of an answer is written. */
    void sending(int bytes) {
        frames.sending(bytes);
    }

    /** Resets a stream, if it is still open. */
    void reset(Http2Stream stream, Http2Error error) {
        if (stream.state() != Http2Stream.State.CLOSED) {
            resetStream(ctx(), stream.id(), error.code(), ctx().newPromise());
            flushSoon();
        }
    }

    /** Resets a stream for what the client does, which it may make the server do a limited number of times. */
    void refuse(Http2Stream stream) {
        encoder().writeRstStream(ctx(), stream.id(), Http2Error.REFUSED_STREAM.code(), ctx().newPromise());
        flushSoon();
    }

    /** Tells the client to go elsewhere with its next requests; those on their way are still answered. */
    void sayGoAway() {
        goAway(ctx(), Integer.MAX_VALUE, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx().newPromise());
        flushSoon();
    }

    /** Ends the connection, in which nothing is going on, and tells the client which of its requests were taken. */
    void end() {
        if (!ending) {
            ending = true;
            int last = connection().remote().lastStreamCreated();
            goAway(ctx(), last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx().newPromise())
                    .addListener(sent -> linger(sent.isSuccess()));
            flushSoon();
        }
    }

    private void linger(boolean sent) {
        if (sent) {
            ctx().pipeline().addBefore(ctx().name(), "linger", new Linger());
        } else {
            ctx().close();
        }
    }

    /** True if the connection is being closed for an error: what is still read is of no interest. */
    boolean hasFailed() {
        return failed;
    }

    // Faults of the client.

    @Override
    public ChannelFuture resetStream(
            ChannelHandlerContext context, int streamId, long errorCode, ChannelPromise promise) {
        ids.reset(streamId);
        return super.resetStream(context, streamId, errorCode, promise);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, StreamException error) {
        boolean ofClosedStream = error.error() == Http2Error.STREAM_CLOSED;
        if (failed || (outbound && ofClosedStream)) {
            return; // The bytes that a closed stream had left to send. An RST_STREAM would answer the client's own.
        }
        try {
            Http2Stream stream = connection().stream(error.streamId());
            if (stream == null && ofClosedStream) {
                frameOfClosedStream(error.streamId());
                return;
            }
            if (stream == null && !outbound && error.error() != Http2Error.REFUSED_STREAM) {
                stream = createUnlessClosed(error.streamId());
            }
            if (stream != null && error instanceof HeaderListSizeException tooLarge && tooLarge.duringDecode()) {
                exchanges.headersTooLarge(stream);
            } else {
                super.onStreamError(context, outbound, cause, error);
            }
        } catch (Http2Exception e) {
            onConnectionError(context, outbound, e, e);
        }
    }

    /** Makes the stream that a malformed request would have had, so that what follows it finds a stream that is reset. */
    private @Nullable Http2Stream createUnlessClosed(int streamId) throws Http2Exception {
        boolean known = connection().streamMayHaveExisted(streamId);
        return known ? null : connection().remote().createStream(streamId, false);
    }

    private void frameOfClosedStream(int streamId) throws Http2Exception {
        if (!ids.isReset(streamId)) {
            Http2Error error = ids.isSkipped(streamId) ? Http2Error.PROTOCOL_ERROR : Http2Error.STREAM_CLOSED;
            throw Http2Exception.connectionError(error, "Stream %d is closed", streamId);
        }
        frames.spend(); // It may have been on its way.
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        failed = true;
        if (error == null && !(cause instanceof IOException)) {
            ConnectionEnd.report(cause);
        } else {
            log.debug("A connection is closed for an error", cause);
        }
        super.onConnectionError(context, outbound, cause, error);
    }
}
