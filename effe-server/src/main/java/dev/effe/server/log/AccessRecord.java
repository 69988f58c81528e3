package dev.effe.server.log;

/** The line of an answered request: names and values, as text or JSON. Confined to a thread. */
public final class AccessRecord {

    private static final LineTime TIMES = new LineTime();

    private static final int MOST_PATH_CHARS = 4096;

    private final boolean isJson;
    private final LineText line = new LineText();

    /** @param id the request's */
    public AccessRecord(AccessFormat format, String id) {
        isJson = format == AccessFormat.JSON;
        line.plain(isJson ? "{\"time\":\"" : "");
        TIMES.add(line, System.currentTimeMillis());
        if (isJson) {
            line.plain("\",\"level\":\"INFO\",\"logger\":\"access\",\"requestId\":")
                    .quoted(id, MOST_PATH_CHARS);
        } else {
            line.plain(" ACCESS [").word(id, MOST_PATH_CHARS).plain("]");
        }
    }

    /** Adds a text, but none that is empty. */
    public AccessRecord text(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        name(name);
        if (isJson || !isPlain(value)) {
            line.quoted(value, MOST_PATH_CHARS);
        } else {
            line.word(value, MOST_PATH_CHARS);
        }
        return this;
    }

    public AccessRecord number(String name, long value) {
        name(name).number(value);
        return this;
    }

    /** Adds a number, but none that is 0. */
    public AccessRecord counted(String name, long value) {
        return value == 0 ? this : number(name, value);
    }

    /** Adds a time, in milliseconds with three digits behind the point. */
    public AccessRecord millis(String name, long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        name(name).number(micros / 1000).one('.').millis((int) (micros % 1000));
        return this;
    }

    private LineText name(String name) {
        return isJson
                ? line.one(',').one('"').plain(name).one('"').one(':')
                : line.one(' ').plain(name).one('=');
    }

    /** True if it needs no quotes. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Hands it to the log, which writes it when it can. */
    public void write() {
        Logs.line(line.plain(isJson ? "}\n" : "\n").bytes());
    }
}
