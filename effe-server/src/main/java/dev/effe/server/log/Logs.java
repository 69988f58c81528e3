package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.server.log.syslog.SyslogAddress;
import dev.effe.server.settings.LogLevel;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The log as a whole. Thread-safe. */
public final class Logs {

    /** Lines wait for a millisecond; on a busy machine the thread that writes them for longer. */
    private static final int MOST_MILLIS = 200;

    // Guarded by the class.
    private static LogLevels levels = LogLevels.of(LogLevel.INFO);
    private static boolean watched;
    /** The loggers that have a level of their own. */
    private static Set<String> leveled = Set.of();

    /** Read by whoever prints. */
    private static volatile boolean json;

    /** Null where nothing is sent. */
    private static volatile @Nullable SyslogAppender syslog;

    /** Null where no lines of calls are kept. */
    private static volatile @Nullable LogRings rings;

    /** Read by each server when it starts. */
    private static volatile AccessFormat access = AccessFormat.OFF;

    private Logs() {}

    /** Has the log be as the settings say. */
    public static void use(LogSettings settings) {
        format(settings.format().isJson());
        levels(settings.levels());
        access = settings.access();
        syslog(settings.syslog().orElse(null));
        ring(settings.ring().orElse(0));
    }

    /** Sets what is logged, for all loggers. */
    public static void level(LogLevel level) {
        levels(LogLevels.of(level));
    }

    /** Sets what is logged. */
    public static synchronized void levels(LogLevels asked) {
        levels = asked;
        applyLevels();
    }

    public static synchronized LogLevels levels() {
        return levels;
    }

    static void format(boolean asJson) {
        LineAppender output = output();
        if (output != null && asJson != json) {
            output.encoder(asJson ? new JsonEncoder() : new TextEncoder());
        }
        json = asJson;
    }

    /** True if the log's records are JSON. */
    public static boolean isJson() {
        return json;
    }

    /** The form of the lines of answered requests. */
    public static AccessFormat access() {
        return access;
    }

    /** Writes a line of its own form, whatever the levels are. Never waits. */
    static void line(byte[] line) {
        LineAppender output = output();
        if (output != null) {
            output.append(line);
        }
        SyslogAppender server = syslog;
        if (server != null) {
            server.line("access", line);
        }
    }

    /** Writes lines of the log's form one behind the other, whatever the levels are. Never waits. */
    static void lines(String name, List<byte[]> lines) {
        LineAppender output = output();
        if (output != null && !lines.isEmpty()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            lines.forEach(all::writeBytes);
            output.append(all.toByteArray());
        }
        SyslogAppender server = syslog;
        if (server != null) {
            lines.forEach(line -> server.line(name, line));
        }
    }

    private static synchronized void syslog(@Nullable SyslogAddress address) {
        SyslogAppender before = syslog;
        if (before != null && before.isStarted() && before.address().equals(address)) {
            return;
        }
        if (before != null) {
            syslog = null;
            root().detachAppender(before);
            before.stop();
        }
        if (address != null) {
            SyslogAppender server = new SyslogAppender(address);
            server.setContext(context());
            server.least(levels);
            server.start();
            root().addAppender(server);
            syslog = server;
        }
    }

    /**
     * Has calls keep what the levels leave out, from DEBUG on.
     *
     * @param bytes the most for each call; 0 to keep nothing
     */
    static synchronized void ring(int bytes) {
        LogRings before = rings;
        if ((before == null ? 0 : before.mostBytes()) == bytes) {
            return;
        }
        if (before != null) {
            before.end();
        }
        LogRings now = bytes == 0 ? null : new LogRings(bytes);
        rings = now;
        applyLevels();
        if (now != null) {
            now.begin();
        }
    }

    /** One for a call that begins to log; null where no lines of calls are kept. */
    public static @Nullable LogRing newRing() {
        LogRings kept = rings;
        return kept == null ? null : new LogRing(kept.mostBytes());
    }

    /** True if the levels let an event through, and not only a call's ring has it. */
    static boolean isAsked(ILoggingEvent event) {
        return rings == null || !LogRings.isForRing(event);
    }

    /** Where printed lines are sent to; null for nowhere. */
    static @Nullable SyslogAppender syslog() {
        return syslog;
    }

    /** Has INFO logged for a {@link LogWatch} too, or for the output alone again. */
    static synchronized void watched(boolean on) {
        watched = on;
        applyLevels();
    }

    private static void applyLevels() {
        LineAppender output = output();
        if (output != null) {
            output.least(levels);
        }
        SyslogAppender server = syslog;
        if (server != null) {
            server.least(levels);
        }
        for (String name : leveled) {
            context().getLogger(name).setLevel(LogConfigurator.otherLevel(name));
        }
        root().setLevel(atLeastWatched(levels.root()));
        levels.own().forEach((name, level) -> context().getLogger(name).setLevel(atLeastWatched(level)));
        leveled = new TreeSet<>(levels.own().keySet());
        LogRings kept = rings;
        if (kept != null) {
            kept.least(levels);
        }
        UtilLogging.follow(kept == null ? levels : levels.fromDebugOn());
    }

    private static Level atLeastWatched(LogLevel level) {
        Level own = LogLevels.logback(level);
        return watched && own.isGreaterOrEqual(Level.INFO) ? Level.INFO : own;
    }

    private static @Nullable LineAppender output() {
        return root().getAppender(LogConfigurator.LINES) instanceof LineAppender output ? output : null;
    }

    static Logger root() {
        return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Writes what is still counted, queued or printed in part, and ends the log. */
    public static void flush() {
        RateLimitedLog.tellAll();
        PrintedLines.finishAll();
        context().stop();
    }

    /** Waits a moment for lines on their way to standard output: the process ends at once after this. Never throws. */
    public static void settle() {
        try {
            LineAppender output = output();
            if (output != null) {
                output.settle(MOST_MILLIS);
            }
        } catch (Throwable t) {
            // Such as for want of memory.
        }
    }

    static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
