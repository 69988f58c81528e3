package dev.effe.tool.app;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Trigger;
import dev.effe.server.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The next times at which a schedule of effe.yaml is due. Immutable.
 *
 * @param function the function that it runs
 * @param schedule its five fields and its zone
 * @param times the times, with the zone's offset
 */
public record NextDue(String function, Schedule schedule, List<String> times) {

    /** Copies the list. */
    public NextDue {
        times = List.copyOf(times);
    }

    /** Computes so many times of each schedule of functions. */
    public static List<NextDue> of(Collection<FunctionEntry> functions, Instant now, int count) {
        List<NextDue> all = new ArrayList<>();
        for (FunctionEntry function : functions) {
            for (Trigger trigger : function.links().triggers()) {
                if (trigger instanceof Trigger.OfSchedule ofSchedule) {
                    ZoneId zone = ofSchedule.zone();
                    Schedule schedule = Schedule.of(ofSchedule.source().text(), zone);
                    List<String> times = schedule.upcoming(now, count).stream()
                            .map(due -> due.atZone(zone).toOffsetDateTime().toString())
                            .toList();
                    all.add(new NextDue(function.name(), schedule, times));
                }
            }
        }
        return all;
    }

    /** Such as {@code report is due by 0 3 * * * Europe/Berlin: 2026-12-01T03:00+01:00, 2026-12-02T03:00+01:00}. */
    public String line() {
        return function + " is due by " + schedule + ": " + String.join(", ", times);
    }
}
