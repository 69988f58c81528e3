package dev.effe.server.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/**
 * The last of what one call logs and prints; {@link CallLog} says what that is. Nothing is looked at before there is a
 * first one. Thread-safe.
 */
public final class LogTail implements AutoCloseable {

    private final int mostBytes;

    // Guarded by this.
    private byte[] kept = new byte[1024];
    private int length;
    private boolean closed;

    /** @param mostBytes how much to keep, of the end */
    public LogTail(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized void add(byte[] text, int from, int all) {
        if (closed) {
            return; // A function that runs on past its deadline.
        }
        int added = Math.min(all, mostBytes);
        if (length + added > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + added));
        }
        System.arraycopy(text, from + all - added, kept, length, added);
        length += added;
        if (length > 4 * mostBytes) {
            kept = bytes();
            length = kept.length;
        }
    }

    /** The logged text: its last bytes, perhaps from the middle of a line on. */
    public synchronized byte[] bytes() {
        return Arrays.copyOfRange(kept, Math.max(0, length - mostBytes), length);
    }

    /** Takes nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** From now on tails get what is logged and, in a program that embeds the server too, what is printed. */
    static void watch() {
        Tails.begin();
        PrintedLines.capture();
    }

    /** Gives each line to the call that its thread logs for. */
    private static final class Tails extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final TextEncoder encoder = new TextEncoder();

        static {
            Tails tails = new Tails();
            tails.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            tails.setName("tails");
            tails.start();
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(tails);
        }

        /** Makes it, the first time. */
        static void begin() {}

        @Override
        protected void append(ILoggingEvent event) {
            CallLog call = CallLog.current();
            if (call != null && call.isKept() && Logs.isAsked(event)) {
                byte[] line = encoder.encode(event);
                call.keep(line, 0, line.length);
            }
        }
    }
}
