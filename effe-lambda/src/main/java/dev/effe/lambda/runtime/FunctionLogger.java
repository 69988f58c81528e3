package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A handler's logger: each call is one record, if its level is not below AWS_LAMBDA_LOG_LEVEL. One without a level is
 * never left out, as on AWS. Thread-safe.
 */
abstract class FunctionLogger implements LambdaLogger {

    private final LogLevel least;

    FunctionLogger(LogLevel least) {
        this.least = least;
    }

    /**
     * Makes the one that AWS_LAMBDA_LOG_FORMAT asks for.
     *
     * @throws IllegalArgumentException if a variable has no value that AWS knows
     */
    static FunctionLogger of(String handler, Map<String, String> variables) {
        LogLevel least = oneOf(LogLevel.values(), variables, "AWS_LAMBDA_LOG_LEVEL", LogLevel.UNDEFINED);
        LogFormat format = oneOf(LogFormat.values(), variables, "AWS_LAMBDA_LOG_FORMAT", LogFormat.TEXT);
        return format == LogFormat.JSON
                ? new JsonLogger(least)
                : new TextLogger(LoggerFactory.getLogger(handler), least);
    }

    private static <T extends Enum<T>> T oneOf(T[] allowed, Map<String, String> variables, String name, T otherwise) {
        String text = variables.getOrDefault(name, "");
        for (T value : allowed) {
            if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
                return value;
            }
        }
        if (text.isEmpty()) {
            return otherwise;
        }
        String names = Arrays.toString(allowed);
        throw new IllegalArgumentException(name + " must be one of " + names + ", but was '" + text + "'");
    }

    /** Makes it what {@link LambdaRuntime#getLogger} gives to handlers, and to libraries that know no context. */
    void install() throws ReflectiveOperationException {
        Field logger = LambdaRuntime.class.getDeclaredField("logger");
        logger.setAccessible(true);
        logger.set(null, this);
    }

    /** Before a call, on its thread. */
    void enter(Context call) {}

    /** After it, on the same thread. */
    void exit() {}

    /** Logs what the handler threw, unless that is the server's to log. Returns whether it did. */
    boolean logs(Throwable failure) {
        return false;
    }

    abstract void write(@Nullable String message, LogLevel level);

    abstract void write(byte[] message, LogLevel level);

    @Override
    public final void log(@Nullable String message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public final void log(byte @Nullable [] message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public final void log(@Nullable String message, LogLevel level) {
        if (isEnabled(level)) {
            write(message, level);
        }
    }

    @Override
    public final void log(byte @Nullable [] message, LogLevel level) {
        if (isEnabled(level)) {
            write(message == null ? "null".getBytes(StandardCharsets.UTF_8) : message, level);
        }
    }

    private boolean isEnabled(LogLevel level) {
        return level == LogLevel.UNDEFINED || level.compareTo(least) >= 0;
    }
}
