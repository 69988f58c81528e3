package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import dev.effe.server.settings.LogLevel;
import dev.effe.server.settings.ValueType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The least severe kinds of messages that are logged: {@code info,com.acme=debug}. Immutable.
 *
 * @param root for all loggers that have none of their own
 * @param own for loggers and those below them, by name
 */
public record LogLevels(LogLevel root, Map<String, LogLevel> own) {

    /** More would be no list to write by hand. */
    private static final int MOST = 100;

    private static final int MOST_NAME_CHARS = 256;

    public LogLevels {
        own = Map.copyOf(own);
    }

    /** The same level for all loggers. */
    public static LogLevels of(LogLevel root) {
        return new LogLevels(root, Map.of());
    }

    /** The same in Logback's names. */
    static Level logback(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    /** The level of a logger: its own, or that of the next above it. */
    LogLevel of(String logger) {
        String name = logger;
        while (!own.isEmpty()) {
            LogLevel level = own.get(name);
            int dot = name.lastIndexOf('.');
            if (level != null || dot < 0) {
                return level == null ? root : level;
            }
            name = name.substring(0, dot);
        }
        return root;
    }

    /** The same, but nothing less than DEBUG. */
    LogLevels fromDebugOn() {
        Map<String, LogLevel> more = new TreeMap<>();
        own.forEach((name, level) -> more.put(name, fromDebugOn(level)));
        return new LogLevels(fromDebugOn(root), more);
    }

    private static LogLevel fromDebugOn(LogLevel level) {
        return level == LogLevel.TRACE ? level : LogLevel.DEBUG;
    }

    /** As {@link Type} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(word(root));
        new TreeMap<>(own)
                .forEach((name, level) ->
                        text.append(',').append(name).append('=').append(word(level)));
        return text.toString();
    }

    private static String word(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** A level, and levels of loggers behind it. */
    public record Type() implements ValueType<LogLevels> {

        @Override
        public @Nullable LogLevels parse(String text) {
            LogLevel root = null;
            Map<String, LogLevel> own = new TreeMap<>();
            for (String part : text.split(",", MOST + 2)) {
                int equals = part.indexOf('=');
                LogLevel level = level(part.substring(equals + 1));
                if (level == null || own.size() == MOST) {
                    return null;
                }
                if (equals < 0 && root == null) {
                    root = level;
                } else if (equals < 0 || !isName(part.substring(0, equals))) {
                    return null;
                } else if (own.put(part.substring(0, equals), level) != null) {
                    return null;
                }
            }
            return new LogLevels(root == null ? LogLevel.INFO : root, own);
        }

        private static @Nullable LogLevel level(String text) {
            for (LogLevel level : LogLevel.values()) {
                if (word(level).equals(text)) {
                    return level;
                }
            }
            return null;
        }

        private static boolean isName(String text) {
            return text.length() <= MOST_NAME_CHARS
                    && !text.equalsIgnoreCase(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    && text.matches("[A-Za-z0-9_$-]+(\\.[A-Za-z0-9_$-]+)*");
        }

        @Override
        public String allowed() {
            return "error, warn, info, debug or trace";
        }

        @Override
        public String form() {
            return "and for loggers written like info,com.acme=debug";
        }

        @Override
        public String placeholder() {
            return "<levels>";
        }
    }
}
