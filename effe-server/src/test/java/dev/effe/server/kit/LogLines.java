package dev.effe.server.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.effe.server.log.CallLog;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The lines that are logged until it is closed, and for which call. Thread-safe. */
public final class LogLines implements AutoCloseable {

    private final Map<ILoggingEvent, @Nullable String> calls = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Logger logger;

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            calls.put(event, CallLog.currentId());
            super.append(event);
        }
    };

    private LogLines(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        appender.start();
        this.logger.addAppender(appender);
    }

    /** Forgets what was logged, and with it what it holds. */
    public void clear() {
        synchronized (appender) {
            appender.list.clear();
        }
        calls.clear();
    }

    public static LogLines ofAll() {
        return new LogLines(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    public static LogLines of(Class<?> type) {
        return new LogLines(type.getName());
    }

    public List<ILoggingEvent> events() {
        synchronized (appender) {
            return List.copyOf(appender.list);
        }
    }

    /** The events from a level on. */
    public List<ILoggingEvent> from(Level level) {
        return events().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .toList();
    }

    public List<String> messages() {
        return messages(Level.TRACE);
    }

    /** The messages from a level on. */
    public List<String> messages(Level level) {
        return from(level).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The id of the call that a line is of; null if it is of none. */
    public @Nullable String callOf(ILoggingEvent event) {
        return calls.get(event);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
