package dev.effe.lambda.runtime.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Times as AWS's front doors write them, made once for all calls in a second: {@code 12/Mar/2020:19:03:58 +0000}. Java's
 * own formatter would load some hundred classes for the names of months.
 */
final class RequestTime {

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private static volatile Second last = second(Instant.EPOCH);

    private record Second(long number, String text) {}

    private RequestTime() {}

    static String of(Instant at) {
        Second known = last;
        if (known.number() != at.getEpochSecond()) {
            known = second(at);
            last = known;
        }
        return known.text();
    }

    private static Second second(Instant at) {
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        String text = two(time.getDayOfMonth()) + "/" + MONTHS[time.getMonthValue() - 1] + "/" + time.getYear() + ":"
                + two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond()) + " +0000";
        return new Second(at.getEpochSecond(), text);
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
