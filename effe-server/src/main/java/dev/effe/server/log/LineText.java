package dev.effe.server.log;

/**
 * The text of one event: bounded, and escaped so that it cannot forge another or steer a terminal. Lines after the first
 * are indented. Confined to a thread.
 */
final class LineText {

    private static final String INDENT = "\n    ";
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder line = new StringBuilder(128);

    /** Adds text of our own as it is. */
    LineText plain(String text) {
        line.append(text);
        return this;
    }

    /** Adds a number of three digits. */
    LineText millis(int number) {
        line.append((char) ('0' + number / 100))
                .append((char) ('0' + number / 10 % 10))
                .append((char) ('0' + number % 10));
        return this;
    }

    /** Adds a text of one line: a line break in it is escaped too. */
    LineText word(String text, int most) {
        add(text, most, false);
        return this;
    }

    /** Adds text that may have several lines. */
    LineText lines(String text, int most) {
        add(text, most, true);
        return this;
    }

    /** Adds a text as a string of JSON. */
    LineText quoted(String text, int most) {
        int end = end(text);
        int full = line.length() + most;
        int i = 0;
        line.append('"');
        while (i < end && line.length() < full) {
            char c = text.charAt(i++);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (isControl(c)) {
                escape(c);
            } else {
                line.append(c);
            }
        }
        if (i < end) {
            line.append(more(end - i));
        }
        line.append('"');
        return this;
    }

    LineText number(long number) {
        line.append(number);
        return this;
    }

    /** Where the text ends, without the white space behind it. */
    private static int end(String text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private void add(String text, int most, boolean breaks) {
        int end = end(text);
        int full = line.length() + most;
        int i = 0;
        while (i < end && line.length() < full) {
            char c = text.charAt(i++);
            if (c == '\n' && breaks) {
                line.append(INDENT);
            } else if (isControl(c)) {
                escape(c);
            } else {
                line.append(c);
            }
        }
        if (i < end) {
            line.append(more(end - i));
        }
    }

    /** Line and paragraph separators among them, and what turns the direction of the text around. */
    private static boolean isControl(char c) {
        return (c < ' ' && c != '\t')
                || (c >= 0x7f && c <= 0x9f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private void escape(char c) {
        line.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.append(HEX.charAt(c >> shift & 0xf));
        }
    }

    /** The beginning of a text, with a note of how much is missing if it is longer. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + more(text.length() - most);
    }

    private static String more(int characters) {
        return "… (" + characters + " more characters)";
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
