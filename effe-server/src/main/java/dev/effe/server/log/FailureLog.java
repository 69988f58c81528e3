package dev.effe.server.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.effe.server.time.Ticker;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs what user code threw. The methods of such a throwable are user code too: they may be endless, throw, or never
 * return. So only so much of it is read, by so many threads at a time, and nothing that it throws gets out. Thread-safe.
 */
public final class FailureLog {

    private static final int MOST_READERS = 8;

    /** The places for threads that read failures now: those whose failures never let them go are lost to others. */
    private static final Semaphore READERS = new Semaphore(MOST_READERS);

    private static final RepeatedFailures REPEATED = new RepeatedFailures(Ticker.SYSTEM);

    private FailureLog() {}

    /**
     * Logs a failure as an error. Never throws. May block for as long as the failure's own methods do, so an answer does
     * not wait for it.
     *
     * @param message may have {} for arguments
     */
    public static void error(Logger log, String message, @Nullable Throwable failure, @Nullable Object... arguments) {
        log(log, Level.ERROR, message, failure, arguments);
    }

    /**
     * The same for what a function throws again and again: within a minute its stack is logged once, and then a line with
     * the number of times. Who keeps the log of a call, or watches it, gets the stack each time.
     */
    public static void repeatable(Logger log, String message, Throwable failure, @Nullable Object... arguments) {
        if (!log.isErrorEnabled()) {
            return;
        }
        CallLog call = CallLog.current();
        if (LogWatch.isOn()
                || (call != null && call.isKept())
                || !(log instanceof ch.qos.logback.classic.Logger logback)) {
            error(log, message, failure, arguments);
            return;
        }
        try {
            ReadThrowable read = read(failure);
            int times = read.isReadable() ? REPEATED.count(read) : 1;
            if (times == 1) {
                log(logback, Level.ERROR, message, failure, read, arguments);
            } else {
                @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
                all[arguments.length] = read.line();
                all[arguments.length + 1] = times;
                log.error(message + ": {} ({} times within a minute: the first has the stack)", all);
            }
        } catch (Throwable unloggable) {
            // There is no memory left: readiness falls and the server stops, which says it too.
        }
    }

    /** True if reading it calls no code but the JDK's, and so neither waits nor throws. */
    public static boolean isQuick(Throwable failure) {
        return ReadThrowable.isOfTheJdk(failure);
    }

    static void log(
            Logger log, Level level, String message, @Nullable Throwable failure, @Nullable Object... arguments) {
        try {
            if (failure != null && log instanceof ch.qos.logback.classic.Logger logback) {
                if (log.isEnabledForLevel(level)) {
                    log(logback, level, message, failure, read(failure), arguments);
                }
            } else {
                log.atLevel(level).setCause(failure).log(message, arguments);
            }
        } catch (Throwable unloggable) {
            // There is no memory left: readiness falls and the server stops, which says it too.
        }
    }

    private static void log(
            ch.qos.logback.classic.Logger logback,
            Level level,
            String message,
            Throwable failure,
            ReadThrowable read,
            @Nullable Object... arguments) {
        String line =
                read.isReadable() ? message + FailureText.hint(failure) : message + "; its message cannot be logged";
        logback.callAppenders(new Event(logback, level, line, arguments, read));
    }

    private static ReadThrowable read(Throwable failure) {
        if (!READERS.tryAcquire()) {
            return ReadThrowable.unread(failure, MOST_READERS + " others have not let themselves be read yet");
        }
        try {
            return ReadThrowable.of(failure);
        } finally {
            READERS.release();
        }
    }

    /** An event whose throwable has been read already. */
    private static final class Event extends LoggingEvent {

        private final IThrowableProxy failure;

        Event(
                ch.qos.logback.classic.Logger logger,
                Level level,
                String message,
                @Nullable Object[] arguments,
                IThrowableProxy failure) {
            super(
                    FailureLog.class.getName(),
                    logger,
                    ch.qos.logback.classic.Level.convertAnSLF4JLevel(level),
                    message,
                    null,
                    arguments);
            this.failure = failure;
        }

        @Override
        public IThrowableProxy getThrowableProxy() {
            return failure;
        }
    }
}
