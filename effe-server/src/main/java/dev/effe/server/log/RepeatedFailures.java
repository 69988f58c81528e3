package dev.effe.server.log;

import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which failures of functions are the same as one of the last minute, by classes and stacks: those need no stack in
 * the log again. Thread-safe.
 */
final class RepeatedFailures {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** More kinds than a function has; those that were logged longest ago are forgotten. */
    private static final int MOST = 256;

    private final Ticker ticker;

    // Guarded by this.
    private final Map<Integer, Kind> kinds = new LinkedHashMap<>();

    RepeatedFailures(Ticker ticker) {
        this.ticker = ticker;
    }

    private static final class Kind {
        final long sinceNanos;
        int times = 1;

        Kind(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /** Counts one. Returns how many of its kind there were since the last one that is to be logged with its stack, itself included. */
    synchronized int count(ReadThrowable failure) {
        int key = failure.kind();
        long now = ticker.nanos();
        Kind known = kinds.get(key);
        if (known != null && now - known.sinceNanos < MINUTE_NANOS) {
            return ++known.times;
        }
        kinds.remove(key);
        if (kinds.size() == MOST) {
            kinds.remove(kinds.keySet().iterator().next());
        }
        kinds.put(key, new Kind(now));
        return 1;
    }
}
