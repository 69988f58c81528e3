package dev.effe.server.settings;

import dev.effe.server.net.Mask;

/** Shows in one line what was written elsewhere. */
public final class Display {

    private Display() {}

    /** A whole number as it is, anything else in quotes, and without the passwords of its URLs. */
    public static String quoted(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        boolean isNumber = !digits.isEmpty() && Digits.prefixLength(digits) == digits.length();
        return isNumber ? text : "'" + oneLine(Mask.urls(text)) + "'";
    }

    /** Line breaks and other control characters as {@code \}{@code u000a}. */
    public static String oneLine(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
