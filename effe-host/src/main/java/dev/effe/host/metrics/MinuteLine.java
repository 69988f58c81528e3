package dev.effe.host.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A minute of a series as a line of text: its minute since 1970, qualifier, version, invocations, errors, throttles, the
 * sum, the shortest and the longest duration, the most that ran at once, and each class of durations that has one with its
 * count. Stateless.
 */
final class MinuteLine {

    /** No alias has this name. */
    private static final String NONE = ".";

    private static final int FIELDS = 10;

    private MinuteLine() {}

    static String of(long minute, Series series, Values values) {
        StringBuilder line = new StringBuilder(128);
        String qualifier = series.qualifier();
        line.append(minute).append(' ').append(qualifier.isEmpty() ? NONE : qualifier);
        line.append(' ').append(series.version());
        long[] numbers = {
            values.invocations,
            values.errors,
            values.throttles,
            values.nanos,
            values.shortestNanos(),
            values.longestNanos,
            values.concurrent
        };
        for (long number : numbers) {
            line.append(' ').append(number);
        }
        for (int i = 0; i < values.buckets.length; i++) {
            if (values.buckets[i] != 0) {
                line.append(' ').append(i).append(':').append(values.buckets[i]);
            }
        }
        return line.append('\n').toString();
    }

    /** Reads a line; null if it is damaged. */
    static @Nullable Sample read(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length < FIELDS) {
            return null;
        }
        try {
            Values values = new Values();
            int at = 3;
            values.invocations = number(fields[at++]);
            values.errors = number(fields[at++]);
            values.throttles = number(fields[at++]);
            values.nanos = number(fields[at++]);
            long shortest = number(fields[at++]);
            values.longestNanos = number(fields[at++]);
            values.concurrent = number(fields[at++]);
            for (int i = at; i < fields.length; i++) {
                int colon = fields[i].indexOf(':');
                values.buckets[Integer.parseInt(fields[i].substring(0, colon))] =
                        number(fields[i].substring(colon + 1));
                values.shortestNanos = shortest;
            }
            return new Sample(number(fields[0]), fields[1].equals(NONE) ? "" : fields[1], fields[2], values);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static long number(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new NumberFormatException("negative");
        }
        return number;
    }
}
