package dev.effe.server.pool;

import java.time.Duration;

/**
 * Spaces out starts after one has failed: 50 ms, doubling up to 5 s, and one try at a time until one succeeds. Guarded
 * by the pool's lock.
 */
final class Backoff {

    private static final long FIRST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

    private long delayNanos;
    private long retryAtNanos;
    private boolean probing;

    /** Whether a start may begin now; if so while backing off, it is the probe that all others wait for. */
    boolean tryStart(long nowNanos) {
        if (delayNanos == 0) {
            return true;
        }
        if (probing || nowNanos - retryAtNanos < 0) {
            return false;
        }
        probing = true;
        return true;
    }

    void succeeded() {
        delayNanos = 0;
        probing = false;
    }

    void failed(long nowNanos) {
        // Starts that began together and fail together are one failure, not many doublings.
        boolean already = delayNanos != 0 && !probing && nowNanos - retryAtNanos < 0;
        if (!already) {
            delayNanos = delayNanos == 0 ? FIRST_NANOS : Math.min(2 * delayNanos, LONGEST_NANOS);
            retryAtNanos = nowNanos + delayNanos;
        }
        probing = false;
    }

    /** A start that tryStart allowed did not take place. */
    void withdrawn() {
        probing = false;
    }

    Duration retryAfter(long nowNanos) {
        return Duration.ofNanos(Math.max(0, retryAtNanos - nowNanos));
    }
}
