package dev.effe.server.admin;

import dev.effe.server.topics.due.PlannedSchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of the topics' page that says when schedules are due. Not loaded without any. */
final class SchedulePage {

    private SchedulePage() {}

    static List<Map<String, Object>> of(List<PlannedSchedule> schedules, Instant now) {
        return schedules.stream().map(each -> fields(each, now)).toList();
    }

    private static Map<String, Object> fields(PlannedSchedule planned, Instant now) {
        ZoneId zone = planned.schedule().zone();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("function", planned.function());
        fields.put("schedule", planned.schedule().text());
        fields.put("zone", zone.getId());
        fields.put("missed", planned.madeUp() ? "once" : "skip");
        fields.put(
                "next",
                planned.schedule().next(now).atZone(zone).toOffsetDateTime().toString());
        return fields;
    }
}
