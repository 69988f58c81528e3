package dev.effe.server.http;

import io.netty.channel.Channel;

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
        /** Answer 503 and close. */
        NO_ROOM,
        CLOSE,
        STALLED
    }

    private static final long SECOND_NANOS = 1_000_000_000;
    /** For a client that sends nothing more. */
    private static final long LINGER_NANOS = SECOND_NANOS;
    /** For one that sends on: one of 2 MB/s brings 60 MB to their end, and reads its answer then. */
    private static final long LONGEST_LINGER_NANOS = 30 * SECOND_NANOS;

    private static final long MOST_LINGER_BYTES = 64 * 1024 * 1024;
    private static final long RATE_GRACE_NANOS = 5 * SECOND_NANOS;

    private final HttpShared shared;
    private final Http1Decoder decoder;
    private final long headNanos;
    private final long roomNanos;
    private final long bodyNanos;
    private final WriteStall stall;

    private boolean served;
    private boolean lingering;
    private long lingerSinceNanos;
    private long lingerLatestNanos;
    private long lingerBytes;

    ConnectionClock(HttpShared shared, Http1Decoder decoder) {
        this.shared = shared;
        this.decoder = decoder;
        headNanos = shared.headLimitNanos();
        roomNanos = shared.settings.queueTimeout().toNanos();
        bodyNanos = shared.settings.bodyTimeout().toNanos();
        stall = new WriteStall(shared.settings.writeTimeout().toNanos());
    }

    /** A request came: from now on the connection may be idle for as long as a proxy keeps it. */
    void served() {
        served = true;
    }

    /** The connection only waits for the client's FIN. */
    void lingers() {
        lingering = true;
        lingerSinceNanos = System.nanoTime();
        lingerLatestNanos = lingerSinceNanos;
        lingerBytes = decoder.droppedBytes();
    }

    Verdict check(long nowNanos, Channel channel) {
        if (stall.isOver(nowNanos, channel)) {
            return Verdict.STALLED;
        }
        if (lingering) {
            return hasLingered(nowNanos) ? Verdict.CLOSE : Verdict.NONE;
        }
        long waited = nowNanos - decoder.phaseStartedNanos();
        return switch (decoder.phase()) {
            case IDLE -> waited >= shared.idleLimitNanos(served) && !stall.isPending() ? Verdict.CLOSE : Verdict.NONE;
            case HEAD -> waited >= headNanos ? Verdict.REFUSE : Verdict.NONE;
            case ROOM -> waited >= roomNanos ? Verdict.NO_ROOM : Verdict.NONE;
            case BODY -> waited >= bodyNanos || isTooSlow(waited) ? Verdict.REFUSE : Verdict.NONE;
            case BUSY, DISCARDING -> Verdict.NONE;
        };
    }

    /** A client that still sends may read its answer behind that only: closing before would reset the answer too. */
    private boolean hasLingered(long nowNanos) {
        long dropped = decoder.droppedBytes();
        if (dropped != lingerBytes && !shared.isDraining()) {
            lingerBytes = dropped;
            lingerLatestNanos = nowNanos;
        }
        return nowNanos - lingerLatestNanos >= LINGER_NANOS
                || nowNanos - lingerSinceNanos >= LONGEST_LINGER_NANOS
                || dropped >= MOST_LINGER_BYTES;
    }

    private boolean isTooSlow(long waitedNanos) {
        return waitedNanos >= RATE_GRACE_NANOS
                && decoder.bodyBytesReceived() < (double) shared.settings.minBodyRate() * waitedNanos / SECOND_NANOS;
    }
}
