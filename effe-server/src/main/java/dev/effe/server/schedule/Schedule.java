package dev.effe.server.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times that come again and again: five fields as cron has them, in a time zone. Immutable.
 *
 * <p>A time that the zone leaves out is due at the first instant after the gap. One that it has twice is due the first
 * time; both times if the hour is {@code *} or {@code *}{@code /n}.
 */
public final class Schedule {

    private final String text;
    private final ZoneId zone;
    private final LocalTimes times;

    private Schedule(String text, ZoneId zone, LocalTimes times) {
        this.text = text;
        this.zone = zone;
        this.times = times;
    }

    /**
     * Reads it.
     *
     * @param text minute, hour, day of the month, month and day of the week, with blanks between them
     * @param zone whose times they are
     * @throws IllegalArgumentException if it is no schedule; the message follows the schedule's name
     */
    public static Schedule of(String text, ZoneId zone) {
        String stripped = text.strip().replaceAll("\\s+", " ");
        return new Schedule(stripped, zone, LocalTimes.parse(stripped));
    }

    /** The five fields, with one blank between them. */
    public String text() {
        return text;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first instant after another one at which it is due. */
    public Instant next(Instant after) {
        ZoneRules rules = zone.getRules();
        Instant begin = Instant.ofEpochSecond(after.getEpochSecond() + 1); // It is due at whole seconds only.
        ZoneOffsetTransition before = rules.previousTransition(begin.plusSeconds(1));
        while (true) {
            ZoneOffsetTransition end = rules.nextTransition(begin);
            Instant due = first(begin, rules.getOffset(begin), before, end);
            if (due != null) {
                return due;
            }
            if (end == null) {
                throw new IllegalStateException(text + " is never due after " + after); // Beyond the calendar.
            }
            if (end.isGap() && times.first(end.getDateTimeBefore(), end.getDateTimeAfter()) != null) {
                return end.getInstant();
            }
            begin = end.getInstant();
            before = end;
        }
    }

    /** The first one between two changes of the zone's offset. */
    private @Nullable Instant first(
            Instant begin,
            ZoneOffset offset,
            @Nullable ZoneOffsetTransition before,
            @Nullable ZoneOffsetTransition end) {
        LocalDateTime from = LocalDateTime.ofEpochSecond(begin.getEpochSecond(), 0, offset);
        if (before != null && before.isOverlap() && !times.hourly() && from.isBefore(before.getDateTimeBefore())) {
            from = before.getDateTimeBefore(); // The clock shows the times until then again.
        }
        LocalDateTime found = times.first(from, end == null ? LocalDateTime.MAX : end.getDateTimeBefore());
        return found == null ? null : found.toInstant(offset);
    }

    /** The latest instant after one and not after another at which it is due; empty if there is none. */
    public Optional<Instant> last(Instant after, Instant upTo) {
        if (next(after).isAfter(upTo)) {
            return Optional.empty();
        }
        long early = after.getEpochSecond(); // The next one behind this is not after upTo,
        long late = upTo.getEpochSecond() + 1; // behind this it is.
        while (late - early > 1) {
            long middle = early + (late - early) / 2;
            if (next(Instant.ofEpochSecond(middle)).isAfter(upTo)) {
                late = middle;
            } else {
                early = middle;
            }
        }
        return Optional.of(next(Instant.ofEpochSecond(early)));
    }

    /** The first instants after another one at which it is due. */
    public List<Instant> upcoming(Instant after, int count) {
        List<Instant> due = new ArrayList<>();
        for (Instant last = after; due.size() < count; due.add(last)) {
            last = next(last);
        }
        return due;
    }

    @Override
    public String toString() {
        return text + " " + zone;
    }
}
