package dev.effe.server.app;

import dev.effe.server.settings.Digits;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks the five fields of a schedule, as cron has them: names, lists, ranges and steps, nothing else. */
final class ScheduleText {

    private record Field(String name, int min, int max, List<String> names) {}

    private static final List<Field> FIELDS = List.of(
            new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()),
            new Field("day of the month", 1, 31, List.of()),
            new Field(
                    "month",
                    1,
                    12,
                    List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
            new Field("day of the week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")));

    private ScheduleText() {}

    /** The fault of a schedule, to follow its path; null if it has none. */
    static @Nullable String problem(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        if (parts.length != FIELDS.size()) {
            return "must have five fields, such as \"0 3 * * *\" for three at night (minute, hour, day, month, weekday), but was '"
                    + text + "'";
        }
        for (int i = 0; i < parts.length; i++) {
            Field field = FIELDS.get(i);
            for (String item : parts[i].split(",", -1)) {
                if (!isAllowed(item, field)) {
                    return "has the " + field.name + " '" + parts[i] + "': it must be *, from " + field.min + " to "
                            + field.max + ", a range 1-5, a list 1,3 or a step */2";
                }
            }
        }
        return null;
    }

    private static boolean isAllowed(String item, Field field) {
        String[] step = item.split("/", -1);
        if (step.length > 2 || (step.length == 2 && (Digits.parse(step[1]) < 1 || Digits.parse(step[1]) > field.max))) {
            return false;
        }
        if (step[0].equals("*")) {
            return true;
        }
        String[] range = step[0].split("-", -1);
        if (range.length > 2 || (step.length == 2 && range.length == 1)) {
            return false;
        }
        long from = number(range[0], field);
        long to = number(range[range.length - 1], field);
        return from >= field.min && to <= field.max && from <= to;
    }

    private static long number(String text, Field field) {
        int named = field.names.indexOf(text.toUpperCase(Locale.ROOT));
        return named >= 0 ? named + field.min : Digits.parse(text);
    }
}
