package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Writes what a handler logs to the server's log: each call is one record, with the request's id. Thread-safe. */
final class FunctionLogger implements LambdaLogger {

    private final Logger log;

    FunctionLogger(Logger log) {
        this.log = log;
    }

    /** Makes it what {@link LambdaRuntime#getLogger} gives to handlers, and to libraries that know no context. */
    void install() throws ReflectiveOperationException {
        Field logger = LambdaRuntime.class.getDeclaredField("logger");
        logger.setAccessible(true);
        logger.set(null, this);
    }

    @Override
    public void log(@Nullable String message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte @Nullable [] message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(@Nullable String message, LogLevel level) {
        String text = String.valueOf(message);
        log.atLevel(level(level)).log(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    @Override
    public void log(byte @Nullable [] message, LogLevel level) {
        log(message == null ? null : new String(message, StandardCharsets.UTF_8), level);
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case WARN -> Level.WARN;
            case ERROR, FATAL -> Level.ERROR;
            case INFO, UNDEFINED -> Level.INFO;
        };
    }
}
