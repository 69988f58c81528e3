package dev.effe.server.log;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.logging.ConsoleHandler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes the records of java.util.logging to Effe's log. Made by java.util.logging. It is a handler of the console, as
 * Java's own would be, for frameworks such as Spring Boot replace no other one by theirs. Thread-safe.
 */
public final class UtilLoggingHandler extends ConsoleHandler {

    /** Made by Java, which wants a public one. */
    public UtilLoggingHandler() {
        setLevel(java.util.logging.Level.ALL);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It changes nothing here.
    public void publish(@Nullable LogRecord record) {
        if (record == null || !isLoggable(record)) {
            return;
        }
        String name = record.getLoggerName();
        Logger log = LoggerFactory.getLogger(name == null || name.isEmpty() ? "java.util.logging" : name);
        Level level = level(record);
        if (log.isEnabledForLevel(level)) {
            FailureLog.log(log, level, "{}", record.getThrown(), message(record));
        }
    }

    private static Level level(LogRecord record) {
        int value = record.getLevel().intValue();
        if (value >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.ERROR;
        }
        if (value >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        if (value >= java.util.logging.Level.INFO.intValue()) {
            return Level.INFO;
        }
        return value >= java.util.logging.Level.FINE.intValue() ? Level.DEBUG : Level.TRACE;
    }

    /** As java.util.logging's own formatters do it. */
    private static String message(LogRecord record) {
        String text = localized(record);
        Object[] parameters = record.getParameters();
        if (parameters == null || parameters.length == 0 || text.indexOf('{') < 0) {
            return text;
        }
        try {
            return MessageFormat.format(text, parameters);
        } catch (RuntimeException e) { // The pattern is none, or a parameter's own text throws.
            return text;
        }
    }

    private static String localized(LogRecord record) {
        String text = String.valueOf(record.getMessage());
        ResourceBundle bundle = record.getResourceBundle();
        try {
            return bundle == null ? text : bundle.getString(text);
        } catch (MissingResourceException | ClassCastException e) {
            return text;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
