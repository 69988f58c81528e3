package dev.effe.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * Writes an event as a line of JSON: time, level, logger, message, exception, and of its call requestId, traceId, function,
 * version and contextId. It has as much text as {@link TextEncoder} at most. Thread-safe.
 */
final class JsonEncoder implements LineEncoder {

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonRecord line = new JsonRecord(event.getTimeStamp(), event.getLevel().toString(), event.getLoggerName());
        line.text("message", String.valueOf(event.getFormattedMessage()), TextEncoder.MOST_MESSAGE_CHARS);
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.text("exception", ThrowableText.of(failure), 2 * ThrowableText.MOST_CHARS);
        }
        return line.of(CallLog.current()).bytes();
    }
}
