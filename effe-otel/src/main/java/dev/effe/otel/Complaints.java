package dev.effe.otel;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, at most once a minute, that spans are dropped, and that the collector takes them again. Thread-safe. */
final class Complaints {

    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final URI endpoint;

    // Guarded by this.
    private boolean said;
    private long saidNanos;
    private boolean failing;
    private long dropped;

    Complaints(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * A batch was not taken.
     *
     * @param why in a few words, without secrets
     * @param droppedNow all spans dropped so far
     */
    synchronized void failed(String why, long droppedNow) {
        failing = true;
        dropped = droppedNow;
        if (isDue()) {
            log.warn("The collector at {} takes no spans: {}; {} are dropped so far", endpoint, why, droppedNow);
        }
    }

    /**
     * A batch was taken.
     *
     * @param overflowed the spans that had no room, so far
     */
    synchronized void worked(long overflowed) {
        if (failing) {
            failing = false;
            log.info("The collector at {} takes spans again", endpoint);
        } else if (overflowed > dropped && isDue()) {
            log.warn(
                    "The collector at {} is slower than spans come: {} are dropped so far; a lower trace-sample sends"
                            + " fewer",
                    endpoint,
                    overflowed);
        }
        dropped = Math.max(dropped, overflowed);
    }

    /** Nothing is sent any more. */
    synchronized void closed(long droppedNow) {
        if (droppedNow > dropped) {
            log.warn("{} spans are dropped at the stop: {} did not take them in time", droppedNow - dropped, endpoint);
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (said && now - saidNanos < MINUTE_NANOS) {
            return false;
        }
        said = true;
        saidNanos = now;
        return true;
    }
}
