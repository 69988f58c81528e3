package dev.effe.server.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The times of a schedule as a clock on the wall shows them. Immutable.
 *
 * @param hourly whether its hour is {@code *} or {@code *}{@code /n}
 */
record LocalTimes(Times times, Days days, boolean hourly) {

    private static final int FIELDS = 5;
    /** It is the key of events, which is as long at most. */
    private static final int MOST_CHARACTERS = 256;

    /** @throws IllegalArgumentException if it is no schedule; the message follows "schedule" */
    static LocalTimes parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("must have at most " + MOST_CHARACTERS + " characters, but has "
                    + text.length() + ": a range 1-5 and a step */2 are shorter than a list");
        }
        String[] fields = text.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "must have five fields, such as \"0 3 * * *\" for three at night (minute, hour, day, month, weekday), but was '"
                            + text + "'");
        }
        String hour = fields[1];
        boolean hourly = hour.equals("*") || (hour.startsWith("*/") && hour.indexOf(',') < 0);
        Times times = Times.parse(fields[0], hour);
        return new LocalTimes(times, Days.parse(fields[2], fields[3], fields[4]), hourly);
    }

    /** The first of them in a part of the calendar, from its beginning to before its end; null if there is none. */
    @Nullable LocalDateTime first(LocalDateTime begin, LocalDateTime end) {
        LocalDateTime minute = begin.truncatedTo(ChronoUnit.MINUTES);
        LocalDateTime from = minute.equals(begin) ? minute : minute.plusMinutes(1);
        LocalDate date = days.first(from.toLocalDate(), end.toLocalDate());
        if (date != null && date.equals(from.toLocalDate())) {
            int time = times.from(from.get(ChronoField.MINUTE_OF_DAY));
            if (time >= 0) {
                return before(end, date, time);
            }
            date = days.first(date.plusDays(1), end.toLocalDate());
        }
        return date == null ? null : before(end, date, times.from(0));
    }

    private static @Nullable LocalDateTime before(LocalDateTime end, LocalDate date, int minuteOfDay) {
        LocalDateTime found = date.atStartOfDay().plusMinutes(minuteOfDay);
        return found.isBefore(end) ? found : null;
    }
}
