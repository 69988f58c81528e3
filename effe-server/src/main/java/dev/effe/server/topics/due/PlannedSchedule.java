package dev.effe.server.topics.due;

import dev.effe.server.call.CallDepth;
import dev.effe.server.schedule.Schedule;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule of a function. Immutable.
 *
 * @param function the function's name
 * @param number its place among the function's schedules, from 0
 * @param schedule when it is due
 * @param madeUp whether due times that were missed are made up for, by one run
 */
public record PlannedSchedule(String function, int number, Schedule schedule, boolean madeUp) {

    private static final int LANES = 16;
    private static final Duration RETENTION = Duration.ofDays(30);

    /** The hidden topic of a function's due times. No topic of effe.yaml has a dot in its name. */
    public static TopicSpec topic(String function) {
        return new TopicSpec("schedule." + function, LANES, Optional.of(RETENTION));
    }

    /** The hidden topics of all of them. */
    public static List<TopicSpec> topics(List<PlannedSchedule> schedules) {
        return schedules.stream()
                .map(PlannedSchedule::function)
                .distinct()
                .map(PlannedSchedule::topic)
                .toList();
    }

    /** The name by which it is known again in the next process. */
    String name() {
        return function + "/" + number + "/" + schedule;
    }

    /** The event of a due time: the same for each process that makes it. */
    NewEvent event(Instant due) {
        return new NewEvent(
                topic(function).name(),
                Optional.of(schedule.text()),
                Optional.of("schedule/" + function + "/" + number + "/" + due.atOffset(ZoneOffset.UTC)),
                "application/json",
                Map.of(CallDepth.HEADER, "1"),
                ("{\"scheduledAt\":\"" + due + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
