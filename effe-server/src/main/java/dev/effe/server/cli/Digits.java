package dev.effe.server.cli;

/** Reads what is nothing but ASCII digits. */
final class Digits {

    /** Digits that can never overflow a long. */
    private static final int MAX_DIGITS = 18;

    private Digits() {}

    /** The number, or -1 if the text is anything else (a sign, a blank, nothing) or has more than 18 digits. */
    static long parse(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || prefixLength(text) < text.length()) {
            return -1;
        }
        return Long.parseLong(text);
    }

    /** How many digits the text begins with. */
    static int prefixLength(String text) {
        int length = 0;
        while (length < text.length() && text.charAt(length) >= '0' && text.charAt(length) <= '9') {
            length++;
        }
        return length;
    }
}
