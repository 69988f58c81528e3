package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log as a whole. Thread-safe. */
public final class Logs {

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

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
