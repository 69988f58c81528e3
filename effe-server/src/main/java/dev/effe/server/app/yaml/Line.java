package dev.effe.server.app.yaml;

import dev.effe.server.net.Mask;

/** Makes one line of a message, whatever stands in the file. */
final class Line {

    private static final int LONGEST_QUOTE = 60;

    private Line() {}

    /** Control characters as {@code \}{@code u000a}. */
    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return line.toString();
    }

    /** A value in quotes, without the passwords of its URLs, cut where it is long. */
    static String quoted(String text) {
        String shown = Mask.urls(text);
        return "'" + (shown.length() > LONGEST_QUOTE ? shown.substring(0, LONGEST_QUOTE) + "…" : shown) + "'";
    }
}
