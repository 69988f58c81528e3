package dev.effe.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as text: {@code 2026-01-31T12:00:00.123Z INFO  [request id] logger - message}. Control characters in
 * the message are escaped, so that no client's text can forge a line.
 */
final class TextEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = new byte[0];

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        line.append(Instant.ofEpochMilli(event.getTimeStamp())).append(' ');
        line.append(event.getLevel()).append(event.getLevel().levelStr.length() == 4 ? "  " : " ");
        String requestId = event.getMDCPropertyMap().get("requestId");
        if (requestId != null) {
            line.append('[').append(requestId).append("] ");
        }
        line.append(simpleName(event.getLoggerName())).append(" - ");
        escape(line, event.getFormattedMessage());
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    /** Line breaks are kept when a tab or "at" cannot be mistaken for a line's start: they are indented. */
    private static void escape(StringBuilder line, @Nullable String message) {
        String text = String.valueOf(message);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\n    ");
            } else if (c < ' ' && c != '\t' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
