package dev.effe.server.http.message;

/**
 * The classes that each byte may be part of. One table look-up per byte; a byte has one bit for each class that it
 * belongs to.
 */
public final class CharClass {
    /** RFC 9110, 5.6.2: methods, field names, names and values of chunk extensions. */
    public static final int TOKEN = 1;
    /** RFC 9110, 5.5: visible ASCII, obs-text (0x80 to 0xFF), space and tab. */
    public static final int FIELD_VALUE = 2;
    /**
     * The path of a request target: RFC 3986, and the characters {@code []{}|^`}, which browsers send unescaped. Refused
     * are {@code "<>}, which no browser sends, and the backslash, which some take for a slash.
     */
    static final int PATH = 4;
    /** The query of a request target: the same, and the backslash, which browsers send here and which is harmless here. */
    static final int QUERY = 8;
    /** RFC 3986, 3.2.2: a registered name or an IPv4 address; without the comma, which joins two Host headers to one. */
    static final int HOST = 16;

    public static final int HEX = 32;
    static final int DIGIT = 64;
    /** RFC 9110, 5.6.4: inside a quoted string, except for the quote and the backslash. */
    public static final int QUOTED_TEXT = 128;

    private static final byte[] CLASSES = new byte[256];

    static {
        String digits = "0123456789";
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        mark(TOKEN, digits + letters + "!#$%&'*+-.^_`|~");
        mark(PATH | QUERY, digits + letters + "-._~%!$&'()*+,;=:@/?" + "[]{}|^`");
        mark(QUERY, "\\");
        mark(HOST, digits + letters + "-._~%!$&'()*+;=");
        mark(HEX, digits + "ABCDEFabcdef");
        mark(DIGIT, digits);
        mark(FIELD_VALUE | QUOTED_TEXT, "\t");
        for (int c = ' '; c < 256; c++) {
            if (c != 0x7F) {
                CLASSES[c] |= (byte) (c == '"' || c == '\\' ? FIELD_VALUE : FIELD_VALUE | QUOTED_TEXT);
            }
        }
    }

    private CharClass() {}

    private static void mark(int classes, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= (byte) classes;
        }
    }

    /** True if a byte belongs to one of the classes; also for a char that was made of a byte by ISO-8859-1. */
    public static boolean is(int classes, int b) {
        return (CLASSES[b & 0xFF] & classes) != 0;
    }

    /** The index of the first byte from {@code from} on that is of none of the classes, or {@code to}. */
    public static int skip(int classes, byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && is(classes, bytes[i])) {
            i++;
        }
        return i;
    }

    /** True if all characters of an ISO-8859-1 text belong to one of the classes. */
    public static boolean all(int classes, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(classes, text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
