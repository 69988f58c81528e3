package dev.effe.server.dispatch;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.positiveTime;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.time.Duration;

/**
 * The settings of the queue for contexts. Immutable.
 *
 * @param mostWaiting the requests that wait at most, from 0 to 1,000,000
 * @param longestWait the time after which one gets 503, at least 1 ms
 */
public record QueueLimits(int mostWaiting, Duration longestWait) {

    public static QueueLimits of(Rows rows) {
        Rows load = rows.under(Group.LOAD);
        return new QueueLimits(
                load.value(
                        "max-queue", number(0, 1_000_000), "1000", "Requests that wait for a context; more get 503."),
                load.value(
                        "queue-timeout",
                        positiveTime(),
                        "5s",
                        "Longest wait for a context, else 503; shorter under overload."));
    }
}
