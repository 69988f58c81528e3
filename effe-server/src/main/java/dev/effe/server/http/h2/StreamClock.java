package dev.effe.server.http.h2;

import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.Unsent;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/** Decides when a client has sent a request's body, or taken an answer, too slowly. Event-loop-confined. */
final class StreamClock {

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long RATE_GRACE_NANOS = 5 * SECOND_NANOS;

    private final HttpSettings settings;
    private final long roomNanos;
    private final Unsent unsent;
    private long startedNanos = System.nanoTime();

    private boolean progressed;
    private long lastSent;
    private int lastWindow;
    private long progressNanos = startedNanos;

    StreamClock(HttpShared shared, Unsent unsent) {
        settings = shared.settings;
        roomNanos = shared.memory.patienceNanos();
        this.unsent = unsent;
    }

    /** The body may come from now on. */
    void restart() {
        startedNanos = System.nanoTime();
    }

    /** True if a body has waited for memory as long as it may. */
    boolean hasWaitedForRoom(long nowNanos) {
        return nowNanos - startedNanos >= roomNanos;
    }

    /**
     * True if the request's body should have come by now.
     *
     * @param receivedBytes what has come since the stream began, of all the connection's bodies: a client may send one
     *     after the other, and it is the connection whose speed it cannot choose
     */
    boolean isReceivedTooSlowly(long nowNanos, long receivedBytes) {
        long waited = nowNanos - startedNanos;
        boolean slow = waited >= RATE_GRACE_NANOS
                && receivedBytes < (double) settings.times().minBodyRate() * waited / SECOND_NANOS;
        return slow || waited >= settings.times().body().toNanos();
    }

    /** The client takes more of the answer. */
    void progress() {
        progressed = true;
    }

    /** True if something waits to be sent and the client has taken none of it for the write timeout. */
    boolean isSentTooSlowly(long nowNanos, Http2RemoteFlowController flow, Http2Stream stream) {
        boolean waits = !unsent.isEmpty() || flow.hasFlowControlled(stream);
        long sent = unsent.progress();
        int window = flow.windowSize(stream);
        if (!waits || progressed || sent != lastSent || window != lastWindow) {
            progressed = false;
            lastSent = sent;
            lastWindow = window;
            progressNanos = nowNanos;
        }
        return nowNanos - progressNanos >= settings.times().write().toNanos();
    }
}
