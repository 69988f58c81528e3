package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Writes records to the server's log, which gives them the time and the request's id. Thread-safe. */
final class TextLogger extends FunctionLogger {

    private final Logger log;

    TextLogger(Logger log, LogLevel least) {
        super(least);
        this.log = log;
    }

    @Override
    void write(@Nullable String message, LogLevel level) {
        String text = String.valueOf(message);
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        switch (level) {
            case TRACE -> writeAnyway(line, Level.TRACE);
            case DEBUG -> writeAnyway(line, Level.DEBUG);
            case INFO, UNDEFINED -> log.info(line);
            case WARN -> log.warn(line);
            case ERROR, FATAL -> log.error(line);
        }
    }

    /** As on AWS, where the server's log-level is not WARN or above. */
    private void writeAnyway(String line, Level level) {
        if (log.isInfoEnabled()) {
            log.makeLoggingEventBuilder(level).log(line);
        }
    }

    @Override
    void write(byte[] message, LogLevel level) {
        write(new String(message, StandardCharsets.UTF_8), level);
    }
}
