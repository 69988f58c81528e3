package dev.effe.server.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How large the pool may be and how long things may last.
 *
 * @param minContexts kept started even when idle, from 0 to maxContexts
 * @param maxContexts places for contexts, at least 1
 * @param idle how long a context beyond the minimum stays unused before it retires; null for ever
 * @param maxAge how old a context may become; null for any age
 * @param startTimeout how long a start may take
 * @param stopTimeout how long a stop may hold its context's place
 * @param check how long a context may be idle and be lent without a question
 */
public record PoolLimits(
        int minContexts,
        int maxContexts,
        @Nullable Duration idle,
        @Nullable Duration maxAge,
        Duration startTimeout,
        Duration stopTimeout,
        Duration check) {

    public PoolLimits {
        if (maxContexts < 1) {
            throw new IllegalArgumentException("maxContexts must be at least 1, but was " + maxContexts);
        }
        if (minContexts < 0 || minContexts > maxContexts) {
            throw new IllegalArgumentException(
                    "minContexts must be from 0 to maxContexts (" + maxContexts + "), but was " + minContexts);
        }
    }

    /**
     * How many overdue contexts are replaced: user code that ignores its interrupt costs no place until it is this
     * many. More than that and the server is no longer live.
     */
    public int maxReplaced() {
        return Math.max(2, maxContexts / 4);
    }
}
