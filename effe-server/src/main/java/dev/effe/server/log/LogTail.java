package dev.effe.server.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The last lines that one call logs. It belongs to the thread that the call runs on and to no id: two calls of the same
 * id have nothing of each other. Nothing is looked at before the first one is entered. Thread-safe.
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

    /** From now on this thread logs for the call, until {@link #leave}. */
    public void enter() {
        Tails.OF_THREAD.set(this);
    }

    /** From now on this thread logs for no call. */
    public static void leave() {
        Tails.OF_THREAD.remove();
    }

    private synchronized void add(byte[] line) {
        if (closed) {
            return; // A function that runs on past its deadline.
        }
        if (length + line.length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + line.length));
        }
        System.arraycopy(line, 0, kept, length, line.length);
        length += line.length;
        if (length > 4 * mostBytes) {
            kept = bytes();
            length = kept.length;
        }
    }

    /** What was logged: its last bytes, perhaps from the middle of a line on. */
    public synchronized byte[] bytes() {
        return Arrays.copyOfRange(kept, Math.max(0, length - mostBytes), length);
    }

    /** Takes nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** Gives each line to the tail that its thread logs for. */
    private static final class Tails extends UnsynchronizedAppenderBase<ILoggingEvent> {

        static final ThreadLocal<@Nullable LogTail> OF_THREAD = new ThreadLocal<>();

        private final TextEncoder encoder = new TextEncoder();

        static {
            Tails tails = new Tails();
            tails.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            tails.setName("tails");
            tails.start();
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(tails);
        }

        @Override
        protected void append(ILoggingEvent event) {
            LogTail tail = OF_THREAD.get();
            if (tail != null) {
                tail.add(encoder.encode(event));
            }
        }
    }
}
