package dev.effe.server.http.h2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * The number of frames that ask for nothing a client of HTTP/2 may send: pings, settings, priorities, unknown ones,
 * needless window updates, and those for streams that are reset. Each costs the client less than the server.
 * Event-loop-confined.
 */
final class FrameBudget {

    private static final int MAX_FRAMES = 1000;
    private static final long WINDOW_NANOS = 10_000_000_000L;

    private long windowNanos = System.nanoTime();
    private int frames;
    /** The number of windows that the client may still open besides. */
    private long windowUpdates;

    /** @throws Http2Exception an error of the connection, if this is one frame too many */
    void spend() throws Http2Exception {
        long now = System.nanoTime();
        if (now - windowNanos >= WINDOW_NANOS) {
            windowNanos = now;
            frames = 0;
        }
        frames++;
        if (frames > MAX_FRAMES) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "Too many frames that ask for nothing");
        }
    }

    /** A client opens windows for what it asks for and for what it gets: so often it may. */
    void allowWindowUpdates(long more) {
        windowUpdates += more;
    }

    /** Counts a WINDOW_UPDATE, which asks for nothing if the client has no use for it. */
    void spendWindowUpdate() throws Http2Exception {
        if (windowUpdates > 0) {
            windowUpdates--;
        } else {
            spend();
        }
    }
}
