package dev.effe.server.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Spaces out starts after one has failed: 50 ms, doubling up to 5 s, and one try at a time until one succeeds. Guarded
 * by the pool's lock.
 */
final class Backoff {

    private static final long FIRST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

    /** 0 if the latest start succeeded. */
    private long delayNanos;

    private long retryAtNanos;
    /** Whose start all others wait for. */
    private @Nullable PooledContext<?> probe;

    /** True if a start may begin now. */
    boolean allowsStart(long nowNanos) {
        return delayNanos == 0 || (probe == null && nowNanos - retryAtNanos >= 0);
    }

    /** The latest start failed. */
    boolean isActive() {
        return delayNanos != 0;
    }

    /** The time until another start may be tried; for ever while one is being tried, or if none failed. */
    long waitNanos(long nowNanos) {
        return delayNanos == 0 || probe != null ? Long.MAX_VALUE : Math.max(0, retryAtNanos - nowNanos);
    }

    /** The context's start begins: while backing off it is the probe. */
    void starts(PooledContext<?> context) {
        if (delayNanos != 0) {
            probe = context;
        }
    }

    void succeeded() {
        delayNanos = 0;
        probe = null;
    }

    void failed(PooledContext<?> context, long nowNanos) {
        if (context != probe && delayNanos != 0) {
            return; // It began before the first failure was known: one failure, not many doublings.
        }
        delayNanos = delayNanos == 0 ? FIRST_NANOS : Math.min(2 * delayNanos, LONGEST_NANOS);
        retryAtNanos = nowNanos + delayNanos;
        probe = null;
    }

    Duration retryAfter(long nowNanos) {
        return Duration.ofNanos(Math.max(0, retryAtNanos - nowNanos));
    }
}
