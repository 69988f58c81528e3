package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log as a whole. Thread-safe. */
public final class Logs {

    /** Lines wait for a millisecond; on a busy machine the thread that writes them for longer. */
    private static final int MOST_MILLIS = 200;

    private Logs() {}

    /**
     * Sets what is logged.
     *
     * @param level such as "info"
     */
    public static void setLevel(String level) {
        context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
    }

    /** Writes what is still counted or queued, and ends the log. */
    public static void flush() {
        RateLimitedLog.tellAll();
        context().stop();
    }

    /** Waits a moment for lines on their way to standard output: the process ends at once after this. Never throws. */
    public static void settle() {
        try {
            Appender<ILoggingEvent> lines =
                    context().getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogConfigurator.LINES);
            if (lines instanceof LineAppender appender) {
                appender.settle(MOST_MILLIS);
            }
        } catch (Throwable t) {
            // Such as for want of memory.
        }
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
