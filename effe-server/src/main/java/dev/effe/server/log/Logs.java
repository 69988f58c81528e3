package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.LoggerFactory;

/** The log as a whole. Thread-safe. */
public final class Logs {

    /** Lines wait for a millisecond; on a busy machine the thread that writes them for longer. */
    private static final int MOST_MILLIS = 200;

    // Guarded by the class.
    private static Level level = Level.INFO;
    private static boolean watched;

    private Logs() {}

    /**
     * Sets what is logged.
     *
     * @param name such as "info"
     */
    public static synchronized void setLevel(String name) {
        level = Level.toLevel(name);
        applyLevel();
    }

    /** Has INFO logged for a {@link LogWatch} too, or for the output alone again. */
    static synchronized void watched(boolean on) {
        watched = on;
        applyLevel();
    }

    private static void applyLevel() {
        if (root().getAppender(LogConfigurator.LINES) instanceof LineAppender output) {
            output.least(level);
        }
        root().setLevel(watched && level.isGreaterOrEqual(Level.INFO) ? Level.INFO : level);
    }

    static Logger root() {
        return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Writes what is still counted or queued, and ends the log. */
    public static void flush() {
        RateLimitedLog.tellAll();
        context().stop();
    }

    /** Waits a moment for lines on their way to standard output: the process ends at once after this. Never throws. */
    public static void settle() {
        try {
            Appender<ILoggingEvent> lines = root().getAppender(LogConfigurator.LINES);
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
