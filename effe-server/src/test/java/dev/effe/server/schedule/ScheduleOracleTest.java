package dev.effe.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Due times are those that a walk over every minute of the calendar finds, which knows nothing of how they are computed. */
@Tag("once")
class ScheduleOracleTest {

    private static final int SCHEDULES = 40;

    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "America/Havana",
            "Pacific/Apia",
            "America/New_York",
            "Asia/Tehran",
            "Africa/Casablanca",
            "Atlantic/Azores",
            "America/Sao_Paulo",
            "Pacific/Kwajalein",
            "Asia/Kathmandu",
            "Antarctica/Troll",
            "Europe/Dublin");

    private static final String[] MONTHS = {
        "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
    };
    private static final String[] WEEKDAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "7"};

    /** A field that was made up: its text, and which numbers count. */
    private record Made(String text, boolean[] values, boolean any) {}

    private int compared;

    private static Made field(Random random, int min, int max, String[] names) {
        boolean[] values = new boolean[max + 1];
        if (random.nextInt(3) == 0) {
            int step = random.nextInt(4) == 0 ? 2 + random.nextInt(max - 2) : 1;
            fill(values, min, max, step);
            return new Made(step == 1 ? "*" : "*/" + step, values, step == 1);
        }
        List<String> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int from = min + random.nextInt(max - min + 1);
            String name = name(random, from, names);
            switch (random.nextInt(3)) {
                case 0 -> {
                    fill(values, from, from, 1);
                    items.add(name);
                }
                case 1 -> {
                    int to = from + random.nextInt(max - from + 1);
                    int step = 1 + random.nextInt(5);
                    fill(values, from, to, step);
                    items.add(name + "-" + to + (step == 1 ? "" : "/" + step));
                }
                default -> {
                    int step = 1 + random.nextInt(max);
                    fill(values, from, max, step);
                    items.add(name + "/" + step);
                }
            }
        }
        return new Made(String.join(",", items), values, false);
    }

    private static void fill(boolean[] values, int from, int to, int step) {
        for (int value = from; value <= to; value += step) {
            values[value] = true;
        }
    }

    private static String name(Random random, int value, String[] names) {
        return names.length > 0 && random.nextBoolean() ? names[value] : Integer.toString(value);
    }

    /** A schedule that was made up. */
    private record Cron(Made minute, Made hour, Made day, Made month, Made weekday) {

        static Cron random(Random random) {
            return new Cron(
                    field(random, 0, 59, new String[0]),
                    field(random, 0, 23, new String[0]),
                    field(random, 1, 31, new String[0]),
                    field(random, 1, 12, MONTHS),
                    field(random, 0, 7, WEEKDAYS));
        }

        String text() {
            return String.join(" ", minute.text, hour.text, day.text, month.text, weekday.text);
        }

        boolean has(LocalDate date) {
            int week = date.getDayOfWeek().getValue();
            boolean byWeek = weekday.values[week] || (week == 7 && weekday.values[0]);
            boolean byDay = day.values[date.getDayOfMonth()];
            boolean counts = day.any ? byWeek : weekday.any ? byDay : byDay || byWeek;
            return counts && month.values[date.getMonthValue()];
        }

        boolean isHourly() {
            return hour.text.matches("\\*(/\\d+)?");
        }

        boolean isPossible() {
            for (LocalDate date = LocalDate.of(2024, 1, 1); date.getYear() == 2024; date = date.plusDays(1)) {
                if (has(date)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static NavigableSet<Instant> walked(Cron cron, ZoneId zone, int from, int to) {
        ZoneRules rules = zone.getRules();
        NavigableSet<Instant> due = new TreeSet<>();
        LocalDate end = Year.of(to).atDay(1);
        for (LocalDate date = Year.of(from).atDay(1); date.isBefore(end); date = date.plusDays(1)) {
            for (int minute = 0; minute < 1440 && cron.has(date); minute++) {
                if (cron.hour.values[minute / 60] && cron.minute.values[minute % 60]) {
                    add(date.atTime(minute / 60, minute % 60), rules, cron.isHourly(), due);
                }
            }
        }
        return due;
    }

    private static void add(LocalDateTime time, ZoneRules rules, boolean hourly, Set<Instant> due) {
        List<ZoneOffset> offsets = rules.getValidOffsets(time);
        if (offsets.isEmpty()) {
            due.add(rules.getTransition(time).getInstant());
            return;
        }
        due.add(time.toInstant(offsets.get(0)));
        if (hourly && offsets.size() == 2) {
            due.add(time.toInstant(offsets.get(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void computedIsWalked(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < SCHEDULES; i++) {
            Cron cron = Cron.random(random);
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            int year = random.nextInt(4) == 0 ? 1990 + random.nextInt(35) : 2025 + random.nextInt(4);
            if (cron.isPossible()) {
                compare(random, cron, zone, year);
            }
        }
        assertThat(compared).isGreaterThan(SCHEDULES * 3 / 4);
    }

    private void compare(Random random, Cron cron, ZoneId zone, int year) {
        String what = cron.text() + " in " + zone + " from " + year;
        compared++;
        NavigableSet<Instant> walked = walked(cron, zone, year, year + 2);
        Schedule schedule = Schedule.of(cron.text(), zone);
        Instant begin = LocalDate.of(year, 1, 3).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = LocalDate.of(year + 1, 12, 28).atStartOfDay().toInstant(ZoneOffset.UTC);
        List<Instant> computed = new ArrayList<>();
        for (Instant due = schedule.next(begin.minusSeconds(1)); due.isBefore(end); due = schedule.next(due)) {
            computed.add(due);
        }
        assertThat(computed.equals(new ArrayList<>(walked.subSet(begin, end))))
                .as(() -> what + ": " + difference(computed, walked.subSet(begin, end)))
                .isTrue();
        for (int i = 0; i < 20; i++) {
            Instant now = begin.plusSeconds(random.nextLong(end.getEpochSecond() - begin.getEpochSecond()));
            Instant last = walked.subSet(begin, now.plusNanos(1)).isEmpty()
                    ? null
                    : walked.subSet(begin, now.plusNanos(1)).last();
            assertThat(schedule.last(begin.minusSeconds(1), now).orElse(null))
                    .as(what)
                    .isEqualTo(last);
        }
    }

    private static String difference(List<Instant> computed, SortedSet<Instant> walked) {
        List<Instant> more = new ArrayList<>(computed);
        more.removeAll(walked);
        List<Instant> missing = new ArrayList<>(walked);
        missing.removeAll(new TreeSet<>(computed));
        return "more " + more.subList(0, Math.min(5, more.size())) + ", missing "
                + missing.subList(0, Math.min(5, missing.size()));
    }
}
