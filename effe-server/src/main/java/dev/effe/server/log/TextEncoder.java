package dev.effe.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes an event as text: {@code 2026-01-31T12:00:00.123Z INFO  [request id] logger - message}. Lines after the first,
 * as of stack traces, are indented, and control characters are escaped: no client's text can forge an event. However
 * much is logged, an event has about 128 KiB at most. Thread-safe.
 */
final class TextEncoder {

    static final int MOST_MESSAGE_CHARS = 65_536;

    private static final int MOST_WORD_CHARS = 256;

    byte[] encode(ILoggingEvent event) {
        LineText line = new LineText();
        String level = event.getLevel().toString();
        line.plain(Instant.ofEpochMilli(event.getTimeStamp()).toString())
                .plain(" ")
                .plain(level)
                .plain(level.length() == 4 ? "  " : " ");
        String requestId = event.getMDCPropertyMap().get("requestId");
        if (requestId != null) {
            line.plain("[").word(requestId, MOST_WORD_CHARS).plain("] ");
        }
        line.word(simpleName(event.getLoggerName()), MOST_WORD_CHARS).plain(" - ");
        line.lines(String.valueOf(event.getFormattedMessage()), MOST_MESSAGE_CHARS);
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.plain("\n    ").lines(ThrowableText.of(failure), 2 * ThrowableText.MOST_CHARS);
        }
        return line.plain("\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
