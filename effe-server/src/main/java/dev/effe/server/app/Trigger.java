package dev.effe.server.app;

import java.time.Duration;
import java.time.ZoneId;

/** A topic or a schedule that runs a function. */
public sealed interface Trigger {

    /** The topic or the schedule, with its place. */
    Mention source();

    /**
     * The events of a topic.
     *
     * @param source the topic
     * @param group the consumer group
     * @param from {@code latest}, {@code earliest} or an instant: where a new group begins
     * @param ordered whether events of a key run one after the other
     * @param concurrency how many events run at once
     * @param retries how often a failed event is tried again
     * @param retryDelay the wait after the first failure
     * @param replay whether it may be given events again
     */
    record OfTopic(
            Mention source,
            String group,
            String from,
            boolean ordered,
            int concurrency,
            int retries,
            Duration retryDelay,
            boolean replay)
            implements Trigger {}

    /**
     * Due times.
     *
     * @param source five fields as cron has them
     * @param zone whose times they are
     * @param catchUp whether a time that was missed is made up for, once
     */
    record OfSchedule(Mention source, ZoneId zone, boolean catchUp) implements Trigger {}
}
