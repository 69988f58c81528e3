package dev.effe.server.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of one event in UTF-8: bounded, and escaped so that it cannot forge another or steer a terminal. Lines after
 * the first are indented. Confined to a thread.
 */
final class LineText {

    private enum Form {
        WORD,
        LINES,
        JSON
    }

    private static final String INDENT = "\n    ";
    private static final String HEX = "0123456789abcdef";

    /** With room for most lines. */
    private byte[] line = new byte[384];

    private int length;

    /** Adds text of our own as it is. */
    LineText plain(String text) {
        int copied = copy(text, 0, text.length());
        return copied == text.length() ? this : bytes(text.substring(copied));
    }

    /** Adds a letter of ASCII as it is. */
    LineText one(char letter) {
        room(1);
        line[length++] = (byte) letter;
        return this;
    }

    /** Adds a number of three digits. */
    LineText millis(int number) {
        return one((char) ('0' + number / 100))
                .one((char) ('0' + number / 10 % 10))
                .one((char) ('0' + number % 10));
    }

    LineText number(long number) {
        if (number < 0) {
            return plain(Long.toString(number));
        }
        return (number < 10 ? this : number(number / 10)).one((char) ('0' + number % 10));
    }

    /** Adds a text of one line: a line break in it is escaped too. */
    LineText word(String text, int most) {
        return add(text, most, Form.WORD);
    }

    /** Adds text that may have several lines. */
    LineText lines(String text, int most) {
        return add(text, most, Form.LINES);
    }

    /** Adds a text as a string of JSON. */
    LineText quoted(String text, int most) {
        return one('"').add(text, most, Form.JSON).one('"');
    }

    private LineText add(String text, int most, Form form) {
        int end = end(text);
        int left = most;
        int i = 0;
        while (i < end && left > 0) {
            int to = Math.min(end, i + left);
            int next = copy(text, i, to);
            String other = next == i ? other(text.charAt(i), form) : null;
            if (other != null) {
                plain(other);
                left -= other.length();
                i++;
                continue;
            }
            if (next == i) {
                next = endOfOthers(text, i, to);
                bytes(text.substring(i, next));
            }
            left -= next - i;
            i = next;
        }
        return i < end ? bytes(more(end - i)) : this;
    }

    /** Adds the letters of ASCII that stand for themselves everywhere, and returns where these end. */
    private int copy(String text, int from, int to) {
        room(to - from);
        byte[] into = line;
        int at = length;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                break;
            }
            into[at++] = (byte) c;
            i++;
        }
        length = at;
        return i;
    }

    /** The text that stands for a character; null if it stands for itself. */
    private static @Nullable String other(char c, Form form) {
        if (c == '\n') {
            return form == Form.WORD ? escaped(c) : form == Form.LINES ? INDENT : "\\n";
        }
        if (form == Form.JSON && (c == '"' || c == '\\')) {
            return "\\" + c;
        }
        if (form == Form.JSON && c == '\t') {
            return "\\t";
        }
        return isControl(c) ? escaped(c) : null;
    }

    /** The end of what stands for itself and is no ASCII; of one letter at least. */
    private static int endOfOthers(String text, int from, int to) {
        int end = from + 1;
        while (end < to && text.charAt(end) > '~' && !isControl(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private LineText bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(bytes.length);
        System.arraycopy(bytes, 0, line, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void room(int count) {
        if (count > line.length - length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
    }

    /** Where the text ends, without the white space behind it. */
    private static int end(String text) {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** Line and paragraph separators among them, and what turns the direction of the text around. */
    private static boolean isControl(char c) {
        return (c < ' ' && c != '\t')
                || (c >= 0x7f && c <= 0x9f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static String escaped(char c) {
        StringBuilder escaped = new StringBuilder("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            escaped.append(HEX.charAt(c >> shift & 0xf));
        }
        return escaped.toString();
    }

    /** The beginning of a text, with a note of how much is missing if it is longer. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + more(text.length() - most);
    }

    private static String more(int characters) {
        return "… (" + characters + " more characters)";
    }

    byte[] bytes() {
        return Arrays.copyOf(line, length);
    }

    @Override
    public String toString() {
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
