package dev.effe.server;

import dev.effe.server.app.Trigger.OfSchedule;
import dev.effe.server.schedule.Schedule;
import dev.effe.server.topics.GroupName;
import dev.effe.server.topics.TriggerRules;
import dev.effe.server.topics.due.PlannedSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes of the schedules of effe.yaml what the engine serves. Not loaded without any. Stateless. */
final class ScheduleServing {

    // As the defaults of a topic's trigger.
    private static final int CONCURRENCY = 16;
    private static final int RETRIES = 10;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private ScheduleServing() {}

    static List<PlannedSchedule> planned(TopicPlan plan) {
        List<PlannedSchedule> planned = new ArrayList<>();
        plan.schedules().forEach((function, schedules) -> {
            for (OfSchedule each : schedules) {
                Schedule schedule = Schedule.of(each.source().text(), each.zone());
                planned.add(new PlannedSchedule(function, schedules.indexOf(each), schedule, each.catchUp()));
            }
        });
        return planned;
    }

    /** The groups of the hidden topics. */
    static List<GroupName> groups(TopicPlan plan) {
        return plan.schedules().keySet().stream()
                .map(function ->
                        new GroupName(function, PlannedSchedule.topic(function).name(), function))
                .toList();
    }

    /** The trigger of a function's hidden topic. Runs of one schedule do not overlap: its events have one key. */
    static TriggerRules rules(String application, String function, int loopLimit) {
        return new TriggerRules(
                application,
                PlannedSchedule.topic(function).name(),
                function,
                function,
                true,
                CONCURRENCY,
                RETRIES,
                RETRY_DELAY,
                loopLimit);
    }
}
