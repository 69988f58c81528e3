package dev.effe.server.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * The last lines that are logged with a request's id, from its making to its close. Nothing is looked at before the
 * first one is made, and little while there is none. Thread-safe.
 */
public final class LogTail implements AutoCloseable {

    private static final String REQUEST_ID = "requestId";

    private final String requestId;
    private final int mostBytes;

    // Guarded by this.
    private byte[] kept = new byte[1024];
    private int length;

    /**
     * Begins to keep what is logged.
     *
     * @param requestId as it stands in the MDC
     * @param mostBytes how much to keep, of the end
     */
    public LogTail(String requestId, int mostBytes) {
        this.requestId = requestId;
        this.mostBytes = mostBytes;
        Tails.BY_REQUEST.put(requestId, this);
    }

    private synchronized void add(byte[] line) {
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

    @Override
    public void close() {
        Tails.BY_REQUEST.remove(requestId, this);
    }

    /** Gives each line to the tail that it belongs to. */
    private static final class Tails extends UnsynchronizedAppenderBase<ILoggingEvent> {

        static final Map<String, LogTail> BY_REQUEST = new ConcurrentHashMap<>();

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
            if (!BY_REQUEST.isEmpty()) {
                String requestId = event.getMDCPropertyMap().get(REQUEST_ID);
                LogTail tail = requestId == null ? null : BY_REQUEST.get(requestId);
                if (tail != null) {
                    tail.add(encoder.encode(event));
                }
            }
        }
    }
}
