package dev.effe.server.function;

import dev.effe.server.log.FailureLog;
import dev.effe.server.log.FailureText;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.pool.ClaimException;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of starts that fail: the first with its stack, and the same again, less than a minute after the one before, in a
 * line with the count. Thread-safe.
 */
final class FailedStarts {

    private static final Logger log = LoggerFactory.getLogger(FailedStarts.class);
    private static final long SAME_NANOS = Duration.ofMinutes(1).toNanos();

    private final RateLimitedLog repeated = new RateLimitedLog(log);
    private final Ticker ticker;
    /** Begins each line. */
    private final String of;

    // The kind that was told last, guarded by this.
    private String kind = "";
    private int times;
    private long latestNanos;

    /** @param function its name, which the lines begin with; "" for none */
    FailedStarts(String function, Ticker ticker) {
        this.of = function.isEmpty() ? "" : function + ": ";
        this.ticker = ticker;
    }

    void tell(ClaimException failed) {
        Throwable cause = failed.getCause();
        Throwable failure = cause == null ? failed : cause;
        long nextTryMillis = failed.retryAfter().toMillis();
        int count = count(failure.getClass().getName() + FailureText.place(failure));
        if (count == 1) {
            FailureLog.error(log, of + "The function's start failed; next try in {} ms", failure, nextTryMillis);
        } else {
            repeated.error(
                    of + "The function's start failed again, {} times by now: {}; next try in {} ms",
                    count,
                    FailureText.of(failure),
                    nextTryMillis);
        }
    }

    private synchronized int count(String now) {
        long nanos = ticker.nanos();
        boolean same = now.equals(kind) && nanos - latestNanos < SAME_NANOS;
        kind = now;
        latestNanos = nanos;
        times = same ? times + 1 : 1;
        return times;
    }
}
