package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import dev.effe.server.settings.LogLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Has loggers take debug lines of calls that the levels leave out, and gives these to the call's {@link LogRing}. Lines of
 * no call are left out as before. There is none while the setting is off. Thread-safe.
 */
final class LogRings extends TurboFilter {

    private final int mostBytes;
    private final Keeper keeper = new Keeper();

    /** The levels as they are set: what they leave out is kept. */
    private volatile LogLevels least = LogLevels.of(LogLevel.TRACE);

    /** @param mostBytes of each call */
    LogRings(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** From now on lines are kept. */
    void begin() {
        keeper.setContext(Logs.context());
        keeper.setName("rings");
        keeper.start();
        Logs.root().addAppender(keeper);
        start();
        Logs.context().addTurboFilter(this);
    }

    /** From now on no line is kept. */
    void end() {
        Logs.context().getTurboFilterList().remove(this);
        Logs.root().detachAppender(keeper);
    }

    int mostBytes() {
        return mostBytes;
    }

    void least(LogLevels levels) {
        least = levels;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        boolean kept = level.isGreaterOrEqual(Level.DEBUG)
                && !level.isGreaterOrEqual(logger.getEffectiveLevel())
                && isLeftOut(level, logger.getName())
                && ring() != null;
        return kept ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
    }

    private boolean isLeftOut(Level level, String logger) {
        return !level.isGreaterOrEqual(LogLevels.logback(least.of(logger)));
    }

    private static @Nullable LogRing ring() {
        CallLog call = CallLog.current();
        return call == null ? null : call.ring();
    }

    /** True if an event has got past its logger's level for a ring only. */
    static boolean isForRing(ILoggingEvent event) {
        Level level = Logs.context().getLogger(event.getLoggerName()).getEffectiveLevel();
        return !event.getLevel().isGreaterOrEqual(level);
    }

    /** The line in the place of those that had no room. */
    static byte[] missing(CallLog call, int lines, int mostBytes) {
        String message = lines + " earlier lines of the call are missing here: log-ring is " + mostBytes + " bytes";
        long now = System.currentTimeMillis();
        String name = LogRing.class.getSimpleName();
        if (Logs.isJson()) {
            return new JsonRecord(now, "DEBUG", LogRing.class.getName())
                    .text("message", message, TextEncoder.MOST_MESSAGE_CHARS)
                    .of(call)
                    .bytes();
        }
        LineText line = new LineText();
        new LineTime().add(line, now);
        line.plain(" DEBUG ").plain(call.mark()).plain(name).plain(" - ").plain(message);
        return line.plain("\n").bytes();
    }

    /** Gives each line that the levels leave out to its call. */
    private final class Keeper extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final LineEncoder text = new TextEncoder();
        private final LineEncoder json = new JsonEncoder();

        @Override
        protected void append(ILoggingEvent event) {
            if (!isLeftOut(event.getLevel(), event.getLoggerName())) {
                return;
            }
            CallLog call = CallLog.current();
            LogRing ring = call == null ? null : call.ring();
            if (call != null && ring != null) {
                ring.add(call, (Logs.isJson() ? json : text).encode(event));
            }
        }
    }
}
