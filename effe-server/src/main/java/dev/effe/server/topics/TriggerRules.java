package dev.effe.server.topics;

import java.time.Duration;

/**
 * The rules of one trigger. Immutable.
 *
 * @param application the application's name
 * @param topic the topic whose events it delivers
 * @param group the group whose place in the topic it moves
 * @param function the function that it runs
 * @param ordered whether events of a key run one after the other
 * @param concurrency how many events run at once, from 1
 * @param retries how often a failed event is tried again, from 0
 * @param retryDelay the wait after the first failure
 * @param loopLimit how deep an event may be; {@link Integer#MAX_VALUE} for no limit
 */
public record TriggerRules(
        String application,
        String topic,
        String group,
        String function,
        boolean ordered,
        int concurrency,
        int retries,
        Duration retryDelay,
        int loopLimit) {

    private static final long LONGEST_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final int DOUBLINGS = 30;
    private static final double LEAST = 0.8;
    private static final double SPREAD = 0.4;

    /** The rules of a replay of the same: a quarter of the events at once, for a group of its own. */
    TriggerRules replayed(String replay) {
        int quarter = Math.max(1, concurrency / 4);
        return new TriggerRules(application, topic, replay, function, ordered, quarter, retries, retryDelay, loopLimit);
    }

    boolean isLast(int failures) {
        return failures > retries;
    }

    /**
     * The time to wait after a failure, in milliseconds.
     *
     * @param failures how often it has failed by now, from 1
     * @param random from 0 to 1: lets those that failed together not come back together
     */
    long delayMillis(int failures, double random) {
        long first = Math.max(1, retryDelay.toMillis());
        long doubled = first << Math.min(failures - 1, DOUBLINGS);
        return Math.max(1, Math.round(Math.min(doubled, LONGEST_MILLIS) * (LEAST + SPREAD * random)));
    }

    /** The id of an event that has none of its own. */
    String idOf(long offset) {
        return application + "/" + topic + "/" + offset;
    }
}
