package dev.effe.server.pool;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.positiveTime;
import static dev.effe.server.settings.ValueTypes.time;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The size of the pool and the times that things may last.
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

    public static PoolLimits of(Rows rows) {
        Rows contexts = rows.under(Group.CONTEXTS);
        return new PoolLimits(
                contexts.value("min-contexts", number(0, 10_000), "1", "Contexts kept started, also when idle."),
                contexts.value(
                        "max-contexts",
                        number(1, 10_000),
                        "1000",
                        "Contexts, so requests that run, at once. Handlers: by heap."),
                contexts.value(
                                "context-idle",
                                orOff(positiveTime()),
                                "60s",
                                "Idle time after which a context is stopped. Handlers: off.")
                        .orElse(null),
                contexts.value("context-max-age", orOff(positiveTime()), "off", "Age at which a context is replaced.")
                        .orElse(null),
                contexts.value("start-timeout", positiveTime(), "10s", "Longest start of a context."),
                contexts.value("stop-timeout", positiveTime(), "5s", "Longest wait for the stop of a context."),
                contexts.value(
                        "context-check", time(), "1s", "Idle time after which a context is asked if it is usable."));
    }

    public PoolLimits {
        if (maxContexts < 1) {
            throw new IllegalArgumentException("maxContexts must be at least 1, but was " + maxContexts);
        }
        if (minContexts < 0) {
            throw new IllegalArgumentException("minContexts must be at least 0, but was " + minContexts);
        }
        if (minContexts > maxContexts) {
            throw SettingsConflict.of("min-contexts", minContexts, "must be at most", "max-contexts", maxContexts);
        }
    }

    /**
     * The number of overdue contexts that are replaced: user code that ignores its interrupt costs no place until it is
     * this many. More than that and the server is no longer live.
     */
    public int maxReplaced() {
        return Math.max(2, maxContexts / 4);
    }
}
