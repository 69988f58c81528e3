package dev.effe.server.events;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.positiveTime;

import dev.effe.server.settings.Rows;
import java.time.Duration;

/**
 * When an event is tried again, as AWS Lambda does it: after an error of the function twice, 1 and 2 minutes later;
 * after a refusal 1 s later, then twice as long each time up to 5 minutes, which is not counted; and never past its
 * age. All delays follow the first one, so that a test need not wait for minutes.
 *
 * @param retries how often an event is tried again after an error
 * @param delay the wait after the first error
 * @param maxAge how old an event may become
 */
public record RetryRules(int retries, Duration delay, Duration maxAge) {

    /** AWS's 1 s is this part of its minute. */
    private static final int REFUSAL_PART = 60;
    /** AWS's 5 minutes are so many of its minute. */
    private static final int LONGEST_REFUSAL = 5;

    private static final int DOUBLINGS = 20;

    static RetryRules of(Rows rows) {
        return new RetryRules(
                rows.value(
                        "event-retries",
                        number(0, 10),
                        "2",
                        "Number of times that an event is tried again after an error."),
                rows.value(
                        "event-retry-delay",
                        positiveTime(),
                        "1m",
                        "Wait after the first error, twice as long after the next."),
                rows.value("event-max-age", positiveTime(), "6h", "Age at which an event is given up."));
    }

    boolean isLast(int attempts) {
        return attempts > retries;
    }

    /** The time to wait after an error, in milliseconds. */
    long millisAfterError(int attempts) {
        return delay.toMillis() << Math.min(attempts - 1, DOUBLINGS);
    }

    /** The time to wait after a refusal, in milliseconds. */
    long millisAfterRefusal(int refusals) {
        long first = Math.max(1, delay.toMillis() / REFUSAL_PART);
        long doubled = first << Math.min(refusals - 1, DOUBLINGS);
        return Math.min(doubled, Math.max(1, LONGEST_REFUSAL * delay.toMillis()));
    }

    boolean isTooOld(long sinceMillis, long atMillis) {
        return atMillis - sinceMillis > maxAge.toMillis();
    }
}
