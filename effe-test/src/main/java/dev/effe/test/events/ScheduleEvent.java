package dev.effe.test.events;

import dev.effe.test.LambdaEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event of a schedule, from a rule of EventBridge: {@code ScheduledEvent}. Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.events.ScheduleEventTest" region="schedule"}
 */
public final class ScheduleEvent extends LambdaEvent {

    private final String rule;
    private final Instant at;

    private ScheduleEvent(String rule, Instant at) {
        this.rule = rule;
        this.at = at;
    }

    /**
     * The event of a rule, at this moment.
     *
     * @param rule the name of the rule
     * @return the event
     */
    public static ScheduleEvent of(String rule) {
        return new ScheduleEvent(rule, Instant.now());
    }

    /**
     * Says when it was due.
     *
     * @param due counts in seconds
     * @return a new event
     */
    public ScheduleEvent at(Instant due) {
        return new ScheduleEvent(rule, due);
    }

    @Override
    protected Map<String, @Nullable Object> value() {
        return Json.object()
                .put("version", "0")
                .put("id", Aws.id(rule, 0))
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.events")
                .put("account", Aws.ACCOUNT)
                .put("time", at.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", Aws.REGION)
                .put("resources", List.of(Aws.arn("events", "rule/" + rule)))
                .put("detail", Json.object())
                .map();
    }
}
