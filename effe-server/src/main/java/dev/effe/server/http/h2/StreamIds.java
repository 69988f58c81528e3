package dev.effe.server.http.h2;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The knowledge that is left of closed streams: which the server has reset of late, so that frames may be on their way
 * to them, and which never existed, because the client's last jump went over them. Event-loop-confined.
 */
final class StreamIds extends Http2ConnectionAdapter {

    private static final int REMEMBERED_RESETS = 128;

    private final int[] resets = new int[REMEMBERED_RESETS];
    private int nextReset;
    private int newest = -1;
    private int skippedFrom;
    private int skippedTo;

    StreamIds(Http2Connection connection) {
        connection.addListener(this);
    }

    @Override
    public void onStreamAdded(Http2Stream stream) {
        if (stream.id() > newest + 2) {
            skippedFrom = newest + 2;
            skippedTo = stream.id() - 2;
        }
        newest = stream.id();
    }

    void reset(int id) {
        if (!isReset(id)) {
            resets[nextReset] = id;
            nextReset = (nextReset + 1) % REMEMBERED_RESETS;
        }
    }

    boolean isReset(int id) {
        for (int reset : resets) {
            if (reset == id) {
                return true;
            }
        }
        return false;
    }

    /** True if a lower id than the newest was never used, as far as that is known. */
    boolean isSkipped(int id) {
        return id >= skippedFrom && id <= skippedTo;
    }
}
