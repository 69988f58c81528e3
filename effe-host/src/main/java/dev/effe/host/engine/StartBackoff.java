package dev.effe.host.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Spaces out starts of a version after one has failed: half a second, doubling up to 30 s. Until then calls are told why
 * the last one failed. Guarded by its owner's lock.
 */
final class StartBackoff {

    private static final long FIRST_NANOS = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

    private @Nullable StartFailedException failure;
    private long delayNanos;
    private long retryAtNanos;

    /** Returns why no start may begin now; null if one may. */
    @Nullable StartFailedException refusal(long nowNanos) {
        return failure != null && nowNanos - retryAtNanos < 0 ? failure : null;
    }

    void failed(StartFailedException why, long nowNanos) {
        failure = why;
        delayNanos = delayNanos == 0 ? FIRST_NANOS : Math.min(2 * delayNanos, LONGEST_NANOS);
        retryAtNanos = nowNanos + delayNanos;
    }

    void succeeded() {
        failure = null;
        delayNanos = 0;
    }
}
