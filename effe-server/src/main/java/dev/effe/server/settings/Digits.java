package dev.effe.server.settings;

import java.util.function.ToLongFunction;

/** Reads whole numbers of ASCII digits. */
public final class Digits {

    /** Digits that can never overflow a long. */
    private static final int MAX_DIGITS = 18;

    private Digits() {}

    /** The number, or -1 if the text is anything else (a sign, a blank, nothing) or has more than 18 digits. */
    public static long parse(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || prefixLength(text) < text.length()) {
            return -1;
        }
        return Long.parseLong(text);
    }

    /**
     * A number with a unit behind it, or -1 if the text is anything else or too much for a long.
     *
     * @param units how much a unit is, by its name; 0 for what is none
     */
    public static long withUnit(String text, ToLongFunction<String> units) {
        int digits = prefixLength(text);
        long number = parse(text.substring(0, digits));
        long unit = units.applyAsLong(text.substring(digits));
        return number < 0 || unit == 0 || number > Long.MAX_VALUE / unit ? -1 : number * unit;
    }

    /** The number of digits that the text begins with. */
    public static int prefixLength(String text) {
        int length = 0;
        while (length < text.length() && text.charAt(length) >= '0' && text.charAt(length) <= '9') {
            length++;
        }
        return length;
    }
}
