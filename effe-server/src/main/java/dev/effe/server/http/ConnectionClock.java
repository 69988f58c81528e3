package dev.effe.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Decides when a connection has waited long enough: for a head, for a body, for the next request, for a client that
 * reads. It is looked at a few times a second rather than set for each request, which costs a busy connection nothing.
 * Event-loop-confined.
 */
final class ConnectionClock {

    /** What is to be done. */
    enum Verdict {
        NONE,
        /** Answer 408 and close. */
        REFUSE,
        CLOSE,
        STALLED
    }

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long LINGER_NANOS = SECOND_NANOS;
    private static final long RATE_GRACE_NANOS = 5 * SECOND_NANOS;
    /** A client that got an answer this recently may be sending its next request already. */
    private static final long DRAIN_GRACE_NANOS = SECOND_NANOS / 4;

    private final HttpShared shared;
    private final Http1Decoder decoder;
    private final long headNanos;
    private final long bodyNanos;
    private final long idleNanos;
    private final long writeNanos;

    private boolean served;
    private boolean lingering;
    private long lingerSinceNanos;
    private long progressNanos = System.nanoTime();
    private long lastPendingBytes;
    private long lastProgress;

    ConnectionClock(HttpShared shared, Http1Decoder decoder) {
        this.shared = shared;
        this.decoder = decoder;
        headNanos = shared.settings.headTimeout().toNanos();
        bodyNanos = shared.settings.bodyTimeout().toNanos();
        idleNanos = shared.settings.idleTimeout().toNanos();
        writeNanos = shared.settings.writeTimeout().toNanos();
    }

    /** A request came: from now on the connection may be idle for as long as a proxy keeps it. */
    void served() {
        served = true;
    }

    /** The connection only waits for the client's FIN. */
    void lingers() {
        lingering = true;
        lingerSinceNanos = System.nanoTime();
    }

    Verdict check(long nowNanos, Channel channel) {
        if (hasStalled(nowNanos, channel)) {
            return Verdict.STALLED;
        }
        if (lingering) {
            return nowNanos - lingerSinceNanos >= LINGER_NANOS ? Verdict.CLOSE : Verdict.NONE;
        }
        long waited = nowNanos - decoder.phaseStartedNanos();
        return switch (decoder.phase()) {
            case IDLE -> waited >= idleLimit() ? Verdict.CLOSE : Verdict.NONE;
            case HEAD -> waited >= headNanos ? Verdict.REFUSE : Verdict.NONE;
            case BODY -> waited >= bodyNanos || isTooSlow(waited) ? Verdict.REFUSE : Verdict.NONE;
            case BUSY, DISCARDING -> Verdict.NONE;
        };
    }

    private long idleLimit() {
        long limit = served ? idleNanos : headNanos;
        return shared.closing ? Math.min(DRAIN_GRACE_NANOS, limit) : limit;
    }

    private boolean isTooSlow(long waitedNanos) {
        return waitedNanos >= RATE_GRACE_NANOS
                && decoder.bodyBytesReceived() < (double) shared.settings.minBodyRate() * waitedNanos / SECOND_NANOS;
    }

    /** Whether something waits to be sent and the client has taken none of it for the write timeout. */
    private boolean hasStalled(long nowNanos, Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pendingBytes = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (pendingBytes == 0 || pendingBytes != lastPendingBytes || progress != lastProgress) {
            lastPendingBytes = pendingBytes;
            lastProgress = progress;
            progressNanos = nowNanos;
        }
        return nowNanos - progressNanos >= writeNanos;
    }
}
