package dev.effe.server.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Keeps the end of what is logged in this JVM from INFO on, whatever the output shows, and of what functions print in
 * their calls: for a program that embeds servers. Thread-safe.
 */
public final class LogWatch implements AutoCloseable {

    /** Changed under its lock, so that the level is that of the last change. */
    private static final List<LogWatch> WATCHES = new CopyOnWriteArrayList<>();

    private final LogTail tail;

    private LogWatch(int mostBytes) {
        tail = new LogTail(mostBytes);
    }

    /**
     * Begins to keep lines, until it is closed.
     *
     * @param mostBytes how much to keep, of the end
     */
    public static LogWatch begin(int mostBytes) {
        LogWatch watch = new LogWatch(mostBytes);
        Lines.begin();
        PrintedLines.capture();
        synchronized (WATCHES) {
            WATCHES.add(watch);
            Logs.watched(true);
        }
        return watch;
    }

    /** True if somebody keeps what is printed. */
    static boolean isOn() {
        return !WATCHES.isEmpty();
    }

    static void keep(byte[] text, int from, int length) {
        for (LogWatch watch : WATCHES) {
            watch.tail.add(text, from, length);
        }
    }

    /** The lines until now, from the middle of one on if there were too many. */
    public String text() {
        return new String(tail.bytes(), StandardCharsets.UTF_8);
    }

    /** Keeps nothing more; what it has stays. */
    @Override
    public void close() {
        synchronized (WATCHES) {
            WATCHES.remove(this);
            Logs.watched(isOn());
        }
        tail.close();
    }

    /** Gives each event to all watches. */
    private static final class Lines extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final TextEncoder encoder = new TextEncoder();

        static {
            Lines lines = new Lines();
            lines.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            lines.setName("watches");
            lines.start();
            Logs.root().addAppender(lines);
        }

        /** Makes it, the first time. */
        static void begin() {}

        @Override
        protected void append(ILoggingEvent event) {
            if (isOn() && Logs.isAsked(event)) {
                byte[] line = encoder.encode(event);
                keep(line, 0, line.length);
            }
        }
    }
}
