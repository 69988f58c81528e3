package dev.effe.server.log;

import dev.effe.server.time.Expiring;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * One kind of line that clients or faults can cause at any rate. The first is logged as it is; those that follow it
 * within a minute are counted, and their number is logged at the end of that minute. At the level debug each of them is
 * logged besides. Without a server, whose timer tells the numbers, each is logged as it is. Thread-safe.
 *
 * <p>A class has a constant for each such kind: {@code private static final RateLimitedLog resets = new
 * RateLimitedLog(log);}.
 */
public final class RateLimitedLog extends Expiring {

    /** The logs of all kinds that count now. */
    private static final ExpiryQueue<RateLimitedLog> COUNTING =
            ExpiryQueue.fifo(Duration.ofMinutes(1).toNanos(), Ticker.SYSTEM);

    private static final AtomicInteger SERVERS = new AtomicInteger();

    private final Logger log;
    private final ExpiryQueue<RateLimitedLog> counting;

    // Guarded by this.
    private boolean counts;
    private long more;
    private Level level = Level.INFO;
    private String message = "";

    /** A kind of line of this logger's. */
    public RateLimitedLog(Logger log) {
        this(log, COUNTING);
    }

    RateLimitedLog(Logger log, ExpiryQueue<RateLimitedLog> counting) {
        this.log = log;
        this.counting = counting;
    }

    /** The entries that a timer has to let expire: the minutes in which lines are counted. */
    public static ExpiryQueue<?> expiries() {
        return COUNTING;
    }

    /** Has lines counted, until the server that lets {@link #expiries} expire is closed and with it this. */
    public static AutoCloseable counted() {
        SERVERS.incrementAndGet();
        return () -> {
            tellAll();
            SERVERS.decrementAndGet();
        };
    }

    /** Logs all that was counted, and begins anew: the next line of each kind is logged as it is. */
    public static void tellAll() {
        COUNTING.expireAll();
    }

    /** Logs or counts the line; message and arguments are as {@link Logger} has them, a throwable last. */
    public void info(String line, @Nullable Object... arguments) {
        say(Level.INFO, line, arguments);
    }

    /** Logs or counts the line; message and arguments are as {@link Logger} has them, a throwable last. */
    public void warn(String line, @Nullable Object... arguments) {
        say(Level.WARN, line, arguments);
    }

    /** Logs or counts the line; message and arguments are as {@link Logger} has them, a throwable last. */
    public void error(String line, @Nullable Object... arguments) {
        say(Level.ERROR, line, arguments);
    }

    private void say(Level as, String line, @Nullable Object... arguments) {
        if (!log.isEnabledForLevel(as)) {
            return;
        }
        int last = arguments.length - 1;
        Throwable failure = last >= 0 && arguments[last] instanceof Throwable thrown ? thrown : null;
        @Nullable Object[] others = failure == null ? arguments : Arrays.copyOf(arguments, last);
        FailureLog.log(log, isFirst(as, line) ? as : Level.DEBUG, line, failure, others);
    }

    /** True if this line is to be logged, and not only counted. */
    synchronized boolean isFirst(Level as, String line) {
        if (counting.equals(COUNTING) && SERVERS.get() == 0) {
            return true;
        }
        if (counts) {
            more++;
            return false;
        }
        counts = true;
        level = as;
        message = line;
        counting.add(this);
        return true;
    }

    @Override
    protected void expired() {
        long counted;
        Level as;
        String line;
        synchronized (this) {
            counted = more;
            as = level;
            line = message;
            more = 0;
            counts = false;
        }
        if (counted > 0) {
            log.atLevel(as).log("{} more within a minute: {}", counted, line.replace("{}", "…"));
        }
    }
}
