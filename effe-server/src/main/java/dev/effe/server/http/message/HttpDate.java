package dev.effe.server.http.message;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The value of the Date header (RFC 9110, 6.6.1 and 5.6.7), made once a second. By hand: a DateTimeFormatter loads
 * locale data, which the first answer would wait for. Thread-safe.
 */
public final class HttpDate {

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /** Two threads may both make a new second: they make the same text. */
    private static volatile Second current = second(0);

    private HttpDate() {}

    /** Returns the 29 bytes of now. Not to be changed. */
    public static byte[] now() {
        long now = System.currentTimeMillis() / 1000;
        Second known = current;
        if (known.second != now) {
            known = second(now);
            current = known;
        }
        return known.text;
    }

    private static Second second(long epochSecond) {
        return new Second(epochSecond, format(epochSecond).getBytes(StandardCharsets.US_ASCII));
    }

    /** Such as "Sun, 06 Nov 1994 08:49:37 GMT". */
    static String format(long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(name(DAYS, time.getDayOfWeek().getValue())).append(", ");
        twoDigits(text, time.getDayOfMonth()).append(' ');
        text.append(name(MONTHS, time.getMonthValue())).append(' ');
        text.append(time.getYear()).append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    private static String name(String names, int number) {
        return names.substring(3 * (number - 1), 3 * number);
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Second(long second, byte[] text) {}
}
