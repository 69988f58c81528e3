package dev.effe.server.schedule;

import java.util.List;
import java.util.Locale;

/** A field of a schedule, with its limits and names. */
enum Field {
    MINUTE("minute", 0, 59),
    HOUR("hour", 0, 23),
    DAY("day of the month", 1, 31),
    MONTH("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
    /** 0 and 7 are Sunday. */
    WEEKDAY("day of the week", 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String label;
    private final int min;
    private final int max;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it.
    private final List<String> names;

    Field(String label, int min, int max, String... names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = List.of(names);
    }

    /** The name that users read. */
    String label() {
        return label;
    }

    /**
     * Reads a list of {@code *}, values and ranges, each with a step or without.
     *
     * @return the values that count, each as the bit of its number
     * @throws IllegalArgumentException if it is anything else; the message follows "schedule"
     */
    long parse(String text) {
        long values = 0;
        for (String item : text.split(",", -1)) {
            values |= item(item, text);
        }
        return values;
    }

    private long item(String item, String text) {
        String[] parts = item.split("/", -1);
        if (parts.length > 2) {
            throw malformed(text);
        }
        boolean stepped = parts.length == 2;
        int step = stepped ? step(parts[1], text) : 1;
        int from = min;
        int to = max;
        if (!parts[0].equals("*")) {
            String[] range = parts[0].split("-", -1);
            if (range.length > 2) {
                throw malformed(text);
            }
            from = value(range[0], text);
            to = range.length == 2 ? end(range[1], text) : stepped ? max : from;
        }
        if (from > to) {
            throw fault(
                    text,
                    "a range goes up, and the rest is another one, such as " + from + "-" + max + "," + min + "-" + to);
        }
        long values = 0;
        for (int value = from; value <= to; value += step) {
            values |= 1L << value;
        }
        return values;
    }

    private int step(String text, String all) {
        int step = number(text);
        if (step < 1 || step > max) {
            throw fault(all, "a step is from 1 to " + max);
        }
        return step;
    }

    /** The end of a range: a week that ends on Sunday has it as its last day. */
    private int end(String text, String all) {
        int value = value(text, all);
        return this == WEEKDAY && value == 0 && number(text) < 0 ? max : value;
    }

    private int value(String text, String all) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        int value = named >= 0 ? named + min : number(text);
        if (value < 0) {
            throw malformed(all);
        }
        if (value < min || value > max) {
            throw fault(all, text + " is not from " + min + " to " + max);
        }
        return value;
    }

    /** A number of at most three digits; -1 for anything else. */
    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    private IllegalArgumentException malformed(String text) {
        String name = names.isEmpty() ? "" : " or " + names.get(0) + " to " + names.get(names.size() - 1);
        return fault(
                text, "it must be *, from " + min + " to " + max + name + ", a range 1-5, a list 1,3 or a step */2");
    }

    private IllegalArgumentException fault(String text, String why) {
        return new IllegalArgumentException("has the " + label + " '" + text + "': " + why);
    }
}
