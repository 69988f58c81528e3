package dev.effe.server.log;

import org.jspecify.annotations.Nullable;

/** One record of the log as a line of JSON, written by hand: a start is to load no Jackson for it. Confined to a thread. */
final class JsonRecord {

    private static final int MOST_WORD_CHARS = 256;

    private static final LineTime TIMES = new LineTime();

    private final LineText json = new LineText();

    JsonRecord(long millis, String level, String logger) {
        json.plain("{\"time\":\"");
        TIMES.add(json, millis);
        json.plain("\",\"level\":\"").plain(level).plain("\",\"logger\":").quoted(logger, MOST_WORD_CHARS);
    }

    /** @param name plain letters */
    JsonRecord text(String name, String value, int most) {
        json.plain(",\"").plain(name).plain("\":").quoted(value, most);
        return this;
    }

    /** Adds a short text, but none that is empty. */
    JsonRecord word(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : text(name, value, MOST_WORD_CHARS);
    }

    /** Adds a number, written as it is. */
    JsonRecord number(String name, String value) {
        json.plain(",\"").plain(name).plain("\":").plain(value);
        return this;
    }

    /** Adds for which call it is. */
    JsonRecord of(@Nullable CallLog call) {
        if (call == null) {
            return this;
        }
        word("requestId", call.id());
        word("traceId", call.traceId());
        word("function", call.function());
        word("version", call.version());
        long context = call.contextId();
        return context == 0 ? this : number("contextId", Long.toString(context));
    }

    /** The line, with its end. */
    byte[] bytes() {
        return json.plain("}\n").bytes();
    }
}
