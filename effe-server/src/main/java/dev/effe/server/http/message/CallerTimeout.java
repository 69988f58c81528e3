package dev.effe.server.http.message;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The time that whoever sent a request waits for the answer, by its headers. They can only shorten what the server
 * allows, so they are believed from anyone; what cannot be read is passed by.
 *
 * <p>{@code Effe-Timeout} is milliseconds, 1 to 7 digits; with 0 the caller has stopped waiting. {@code X-Timeout} has
 * no standard: clients that send it mean seconds, and OpenFaaS reads Go durations such as {@code 1.5s} and {@code
 * 250ms}. Both are read so; 0 means nothing there.
 */
public final class CallerTimeout {

    /** No header says anything. */
    static final long NONE = Long.MAX_VALUE;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MOST_DIGITS = 7;
    /** The value of an X-Timeout. */
    private static final int MOST_CHARS = 32;

    private CallerTimeout() {}

    /** Returns nanoseconds, or {@link #NONE}. */
    public static long nanos(HeaderFields headers) {
        String own = headers.first("Effe-Timeout");
        String common = headers.first("X-Timeout");
        return own == null && common == null ? NONE : Math.min(milliseconds(own), duration(common));
    }

    private static long milliseconds(@Nullable String text) {
        return text == null || text.isEmpty() || text.length() > MOST_DIGITS || digitsEnd(text, 0) < text.length()
                ? NONE
                : Long.parseLong(text) * NANOS_PER_MILLI;
    }

    /** Reads {@code 20}, {@code 1.5} or {@code 1m30s}. */
    private static long duration(@Nullable String text) {
        if (text == null || text.length() > MOST_CHARS) {
            return NONE;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            int numberEnd = numberEnd(text, at);
            int unitEnd = unitEnd(text, numberEnd);
            long unit = unit(text.substring(numberEnd, unitEnd), at == 0 && unitEnd == text.length());
            if (numberEnd == at || unit == 0) {
                return NONE;
            }
            nanos = nanos.add(new BigDecimal(text.substring(at, numberEnd)).multiply(BigDecimal.valueOf(unit)));
            at = unitEnd;
        }
        return nanos.signum() == 0 || nanos.compareTo(BigDecimal.valueOf(NONE)) >= 0 ? NONE : nanos.longValue();
    }

    /** Returns where the number ends, or the beginning if there is none. */
    private static int numberEnd(String text, int from) {
        int end = digitsEnd(text, from);
        if (end > from && end < text.length() && text.charAt(end) == '.') {
            int fractionEnd = digitsEnd(text, end + 1);
            return fractionEnd > end + 1 ? fractionEnd : from;
        }
        return end;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int unitEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
            end++;
        }
        return end;
    }

    /** Returns its nanoseconds, or 0 if there is no such unit. */
    private static long unit(String name, boolean alone) {
        return switch (name) {
            case "ns" -> 1;
            case "us" -> 1000;
            case "ms" -> NANOS_PER_MILLI;
            case "s" -> 1000 * NANOS_PER_MILLI;
            case "m" -> 60_000 * NANOS_PER_MILLI;
            case "h" -> 3_600_000 * NANOS_PER_MILLI;
            default -> name.isEmpty() && alone ? 1000 * NANOS_PER_MILLI : 0;
        };
    }
}
