package dev.effe.server.log;

import dev.effe.server.settings.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Has java.util.logging, and System.Logger with it, write to Effe's log. Java makes one of these when somebody logs that
 * way for the first time: until then nothing of it is loaded. Thread-safe.
 */
public final class UtilLogging {

    private static final String CLASS = "java.util.logging.config.class";
    private static final String FILE = "java.util.logging.config.file";

    /** True once java.util.logging is configured by this. */
    private static volatile boolean used;

    /** The levels that java.util.logging asks for when it begins. */
    private static volatile LogLevels levels = LogLevels.of(LogLevel.INFO);

    // Guarded by the class: java.util.logging forgets a logger that nobody has, and its level with it.
    private static final List<Logger> leveled = new ArrayList<>();

    /** Made by Java, which wants a public one. */
    public UtilLogging() throws IOException {
        String root = UtilLoggingHandler.class.getName();
        String text = "handlers=" + root + "\n.level=" + of(levels.root()) + "\n";
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        begun();
    }

    private static void begun() {
        used = true;
        apply(levels);
    }

    /** From now on it is so, unless whoever started this process has another configuration. */
    public static void capture() {
        if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
            System.setProperty(CLASS, UtilLogging.class.getName());
        }
    }

    /** Not any more, if nobody has logged that way: Java 21 asks for a logger when it exits, which would load all of it. */
    public static void release() {
        if (!used) {
            System.getProperties().remove(CLASS, UtilLogging.class.getName());
        }
    }

    static void follow(LogLevels asked) {
        levels = asked;
        if (used) {
            Logger.getLogger("").setLevel(of(asked.root()));
            apply(asked);
        }
    }

    private static synchronized void apply(LogLevels asked) {
        leveled.forEach(logger -> logger.setLevel(null));
        leveled.clear();
        asked.own().forEach((name, level) -> {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(of(level));
            leveled.add(logger);
        });
    }

    private static Level of(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }
}
