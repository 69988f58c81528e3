package dev.effe.server.log;

/**
 * Tells whether a line is a JSON object (RFC 8259), so that it may stand among records as it is. Written by hand: neither
 * a start nor a printed line is to load Jackson. Confined to a thread.
 */
final class JsonLine {

    /** Deeper ones are no lines for a log. */
    private static final int MOST_DEPTH = 100;

    private final byte[] text;
    private final int end;
    private int at;

    private JsonLine(byte[] text, int from, int end) {
        this.text = text;
        this.at = from;
        this.end = end;
    }

    static boolean isObject(byte[] text, int from, int to) {
        JsonLine line = new JsonLine(text, from, to);
        line.blanks();
        return line.peek() == '{' && line.value(0) && line.isOver();
    }

    private boolean isOver() {
        blanks();
        return at == end;
    }

    private int peek() {
        return at < end ? text[at] : -1;
    }

    private boolean take(int c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void blanks() {
        while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
            at++;
        }
    }

    private boolean value(int depth) {
        return switch (peek()) {
            case '{' -> depth < MOST_DEPTH && members('}', depth + 1, true);
            case '[' -> depth < MOST_DEPTH && members(']', depth + 1, false);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members(int last, int depth, boolean named) {
        at++;
        blanks();
        if (take(last)) {
            return true;
        }
        do {
            blanks();
            if (named && !name()) {
                return false;
            }
            if (!value(depth)) {
                return false;
            }
            blanks();
        } while (take(','));
        return take(last);
    }

    private boolean name() {
        if (!string()) {
            return false;
        }
        blanks();
        if (!take(':')) {
            return false;
        }
        blanks();
        return true;
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < end) {
            int c = text[at++];
            if (c == '"') {
                return true;
            }
            if ((c >= 0 && c < ' ') || (c == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        int c = peek();
        at++;
        if (c != 'u') {
            return c >= 0 && "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            if (Character.digit(peek(), 16) < 0) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int begin = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > begin;
    }
}
