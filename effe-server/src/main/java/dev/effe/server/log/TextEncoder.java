package dev.effe.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as text: {@code 2026-01-31T12:00:00.123Z INFO  [request id] logger - message}. Lines after the first,
 * as of stack traces, are indented, and control characters are escaped: no client's text can forge an event.
 */
final class TextEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = new byte[0];
    private static final String LINE_SEPARATOR = System.lineSeparator();

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        line.append(Instant.ofEpochMilli(event.getTimeStamp())).append(' ');
        String level = event.getLevel().toString();
        line.append(level).append(level.length() == 4 ? "  " : " ");
        String requestId = event.getMDCPropertyMap().get("requestId");
        if (requestId != null) {
            line.append('[');
            escape(line, requestId);
            line.append("] ");
        }
        escape(line, simpleName(event.getLoggerName()));
        line.append(" - ");
        escape(line, event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
            escape(line.append("\n    "), trace.replace(LINE_SEPARATOR, "\n"));
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static void escape(StringBuilder line, @Nullable String text) {
        String all = String.valueOf(text).stripTrailing();
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            if (c == '\n') {
                line.append("\n    ");
            } else if (isControl(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }

    /** Line and paragraph separators among them. */
    private static boolean isControl(char c) {
        return c != '\t' && (Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
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
