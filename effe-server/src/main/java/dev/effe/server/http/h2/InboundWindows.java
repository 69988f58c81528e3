package dev.effe.server.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The windows for what clients may send ahead. The connection's window is opened again at once: each stream's own
 * window bounds what is held for it. Event-loop-confined.
 *
 * <p>Netty 4.2.18 gives back the bytes of a frame that was too large for the window, fails in that, and so answers with
 * INTERNAL_ERROR where RFC 9113, 6.9.1, wants FLOW_CONTROL_ERROR.
 */
final class InboundWindows extends DefaultHttp2LocalFlowController {

    private static final float UPDATE_RATIO = 0.5f;

    private @Nullable Http2Stream overrun;

    InboundWindows(Http2Connection connection) {
        super(connection, UPDATE_RATIO, true);
    }

    @Override
    public void receiveFlowControlledFrame(@Nullable Http2Stream stream, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        try {
            super.receiveFlowControlledFrame(stream, data, padding, endOfStream);
        } catch (Http2Exception e) {
            overrun = stream;
            throw e;
        }
    }

    @Override
    public boolean consumeBytes(@Nullable Http2Stream stream, int bytes) throws Http2Exception {
        if (overrun != null && overrun.equals(stream)) {
            overrun = null;
            return false;
        }
        return super.consumeBytes(stream, bytes);
    }
}
