package dev.effe.server.schedule;

import java.time.LocalDate;
import java.time.Month;
import org.jspecify.annotations.Nullable;

/**
 * The days of a schedule: those of its months that are one of its days of the month or of the week; if one of the two is
 * {@code *}, the other decides. Immutable.
 *
 * @param days the days of the month, as bits from 1
 * @param months the months, as bits from 1
 * @param weekdays the days of the week, as bits from 0, Sunday
 * @param either whether one of the two suffices, else both are needed
 */
record Days(long days, long months, long weekdays, boolean either) {

    private static final int WEEK = 7;

    static Days parse(String days, String months, String weekdays) {
        long ofWeek = Field.WEEKDAY.parse(weekdays);
        Days parsed = new Days(
                Field.DAY.parse(days),
                Field.MONTH.parse(months),
                ofWeek | ((ofWeek >> WEEK) & 1),
                !isAny(days) && !isAny(weekdays));
        if (isAny(weekdays) && !parsed.everComes()) {
            throw new IllegalArgumentException("has the day of the month '" + days + "' in the month '" + months
                    + "', and there is no such day in any year: take one that the month has, at most "
                    + parsed.longest());
        }
        return parsed;
    }

    private static boolean isAny(String text) {
        return text.equals("*") || text.equals("*/1");
    }

    private boolean everComes() {
        return Long.numberOfTrailingZeros(days) <= longest();
    }

    /** The number of days of its longest month. */
    private int longest() {
        int longest = 0;
        for (Month month : Month.values()) {
            longest = has(months, month.getValue()) ? Math.max(longest, month.maxLength()) : longest;
        }
        return longest;
    }

    private static boolean has(long bits, int value) {
        return ((bits >> value) & 1) == 1;
    }

    private boolean has(LocalDate date) {
        boolean ofMonth = has(days, date.getDayOfMonth());
        boolean ofWeek = has(weekdays, date.getDayOfWeek().getValue() % WEEK);
        return either ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    /** The first of them from one date to another; null if there is none. */
    @Nullable LocalDate first(LocalDate from, LocalDate to) {
        LocalDate date = from;
        while (!date.isAfter(to)) {
            if (!has(months, date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else if (has(date)) {
                return date;
            } else {
                date = date.plusDays(1);
            }
        }
        return null;
    }
}
