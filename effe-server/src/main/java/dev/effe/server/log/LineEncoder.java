package dev.effe.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Writes an event as a record of the log, on the thread that has logged it. Implementations are thread-safe. */
interface LineEncoder {

    /** The record, with the line break behind it. */
    byte[] encode(ILoggingEvent event);
}
