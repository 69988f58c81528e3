package dev.effe.server.http.h1;

import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.exchange.LingerTime;
import dev.effe.server.http.exchange.WriteStall;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a connection has waited long enough: for a head, for a body, for the next request, for a client that
 * reads. It is looked at a few times a second rather than set for each request, which costs a busy connection nothing.
 * Event-loop-confined.
 */
final class ConnectionClock {

    /** The action that is due. */
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
    /** One of 2 MB/s brings 60 MB to their end, and reads its answer then. */
    private static final long LONGEST_LINGER_NANOS = 30 * SECOND_NANOS;

    private static final long RATE_GRACE_NANOS = 5 * SECOND_NANOS;

    private final HttpShared shared;
    private final Http1Decoder decoder;
    private final long headNanos;
    private final long roomNanos;
    private final long bodyNanos;
    private final WriteStall stall;

    private boolean served;
    /** Set once the connection only waits for the client's FIN. */
    private @Nullable LingerTime linger;

    ConnectionClock(HttpShared shared, Http1Decoder decoder) {
        this.shared = shared;
        this.decoder = decoder;
        headNanos = shared.headLimitNanos();
        roomNanos = shared.memory.patienceNanos();
        bodyNanos = shared.settings.times().body().toNanos();
        stall = new WriteStall(shared.settings.times().write().toNanos());
    }

    /** A request came: from now on the connection may be idle for as long as a proxy keeps it. */
    void served() {
        served = true;
    }

    /** The connection only waits for the client's FIN. */
    void lingers() {
        linger = new LingerTime(SECOND_NANOS, LONGEST_LINGER_NANOS, decoder.droppedBytes());
    }

    Verdict check(long nowNanos, Channel channel) {
        if (stall.isOver(nowNanos, channel)) {
            return Verdict.STALLED;
        }
        if (linger != null) {
            long dropped = decoder.droppedBytes();
            return linger.isOver(nowNanos, dropped, dropped, !shared.isDraining()) ? Verdict.CLOSE : Verdict.NONE;
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

    private boolean isTooSlow(long waitedNanos) {
        return waitedNanos >= RATE_GRACE_NANOS
                && decoder.bodyBytesReceived()
                        < (double) shared.settings.times().minBodyRate() * waitedNanos / SECOND_NANOS;
    }
}
