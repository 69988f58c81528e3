package dev.effe.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * Writes an event as text: {@code 2026-01-31T12:00:00.123Z INFO  [request id] logger - message}, on the thread that has
 * logged it, which says for which call. Lines after the first,
 * as of stack traces, are indented, and control characters are escaped: no client's text can forge an event. However
 * much is logged, an event has about 128 KiB at most. Thread-safe.
 */
final class TextEncoder implements LineEncoder {

    static final int MOST_MESSAGE_CHARS = 65_536;

    private static final int MOST_WORD_CHARS = 256;

    private final LineTime times = new LineTime();

    @Override
    public byte[] encode(ILoggingEvent event) {
        if (PlainLines.isOne(event.getLoggerName())) {
            LineText plain = new LineText().lines(event.getMessage(), MOST_MESSAGE_CHARS);
            return plain.plain("\n").bytes();
        }
        LineText line = new LineText();
        String level = event.getLevel().toString();
        times.add(line, event.getTimeStamp());
        line.plain(" ").plain(level).plain(level.length() == 4 ? "  " : " ");
        add(line, event);
        return line.plain("\n").bytes();
    }

    /** Adds all of it but time and level. */
    void add(LineText line, ILoggingEvent event) {
        CallLog call = CallLog.current();
        if (call != null) {
            line.plain(call.mark());
        }
        line.word(simpleName(event.getLoggerName()), MOST_WORD_CHARS).plain(" - ");
        line.lines(String.valueOf(event.getFormattedMessage()), MOST_MESSAGE_CHARS);
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.plain("\n    ").lines(ThrowableText.of(failure), 2 * ThrowableText.MOST_CHARS);
        }
    }

    static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
