package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time for which a process's claims surely hold, by its own monotonic clock: it begins when a renewal is asked for, not
 * when it is answered. Confined to the engine's thread.
 */
final class Lease {

    /** Ends early, since two clocks do not run alike. */
    private static final long NANOS =
            LaneClaims.LEASE.minus(Duration.ofSeconds(1)).toNanos();

    private final LongSupplier nanoClock;
    private long askedNanos;
    private boolean held;

    Lease(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    long nowNanos() {
        return nanoClock.getAsLong();
    }

    /** @param asked when the renewal was asked for */
    void renewed(long asked) {
        askedNanos = asked;
        held = true;
    }

    boolean isOver() {
        return !held || nowNanos() - askedNanos >= NANOS;
    }
}
