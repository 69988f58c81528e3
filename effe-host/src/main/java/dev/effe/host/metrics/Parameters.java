package dev.effe.host.metrics;

import dev.effe.server.invoke.InvokeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a request or of a structure in it, of forms and JSON alike. Immutable. */
record Parameters(Map<?, ?> members) {

    private static final long SECONDS_OF_MINUTE = 60;
    private static final long LATEST_SECOND = 253_402_300_799L;

    static InvokeException invalid(String message) {
        return InvokeException.user("InvalidParameterValueException", 400, message);
    }

    static InvokeException combination(String message) {
        return InvokeException.user("InvalidParameterCombinationException", 400, message);
    }

    static InvokeException missing(String name) {
        return InvokeException.user(
                "MissingRequiredParameterException", 400, "The parameter " + name + " is required.");
    }

    private @Nullable Object value(String name) {
        return members.get(name);
    }

    /** A text; "" if there is none. */
    String text(String name) throws InvokeException {
        Object value = value(name);
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value == null ? "" : value.toString();
        }
        throw invalid("The parameter " + name + " must be a text");
    }

    String required(String name) throws InvokeException {
        String text = text(name);
        if (text.isEmpty()) {
            throw missing(name);
        }
        return text;
    }

    /** The minute of a time, since 1970: the second is rounded down. */
    long minute(String name) throws InvokeException {
        String text = required(name);
        double seconds = value(name) instanceof Number number ? number.doubleValue() : seconds(name, text);
        if (!(seconds >= 0 && seconds <= LATEST_SECOND)) {
            throw invalid("The parameter " + name + " must be a time, such as 2026-11-30T20:00:00Z");
        }
        return Math.floorDiv((long) seconds, SECONDS_OF_MINUTE);
    }

    private static double seconds(String name, String text) throws InvokeException {
        try {
            return text.matches(".*T.*([zZ]|[+-][0-9:]+)")
                    ? OffsetDateTime.parse(text.toUpperCase(java.util.Locale.ROOT))
                            .toEpochSecond()
                    : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw invalid("The parameter " + name + " must be a time, such as " + Instant.EPOCH + ", but was " + text);
        }
    }

    /** The minutes of the period. */
    long period() throws InvokeException {
        String text = required("Period");
        if (!text.matches("[0-9]{1,9}(\\.0)?")) {
            throw invalid("The parameter Period must be a number of seconds");
        }
        long seconds = (long) Double.parseDouble(text);
        if (seconds == 0 || seconds % SECONDS_OF_MINUTE != 0) {
            throw invalid("The parameter Period must be a multiple of 60: this host counts by the minute");
        }
        return seconds / SECONDS_OF_MINUTE;
    }

    List<?> list(String name) throws InvokeException {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw invalid("The parameter " + name + " must be a list");
    }

    List<String> texts(String name) throws InvokeException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            texts.add(String.valueOf(item));
        }
        return texts;
    }

    List<Parameters> structures(String name) throws InvokeException {
        List<Parameters> structures = new ArrayList<>();
        for (Object item : list(name)) {
            structures.add(structure(name, item));
        }
        return structures;
    }

    Parameters structure(String name) throws InvokeException {
        Object value = value(name);
        if (value == null) {
            throw missing(name);
        }
        return structure(name, value);
    }

    private static Parameters structure(String name, @Nullable Object value) throws InvokeException {
        if (value instanceof Map<?, ?> map) {
            return new Parameters(map);
        }
        throw invalid("The parameter " + name + " must be a structure");
    }

    /** The dimensions by their names. */
    Map<String, String> dimensions() throws InvokeException {
        Map<String, String> named = new LinkedHashMap<>();
        for (Parameters dimension : structures("Dimensions")) {
            named.put(dimension.required("Name"), dimension.text("Value"));
        }
        return named;
    }
}
