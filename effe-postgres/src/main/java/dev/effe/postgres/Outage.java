package dev.effe.postgres;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Says, at most once a minute, that the database fails, and then that it works again. Thread-safe. */
final class Outage {

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;

    // Guarded by this.
    private boolean said;
    private long saidNanos;
    private boolean failing;

    Outage(Logger log) {
        this.log = log;
    }

    synchronized void failed(Exception why) {
        failing = true;
        long now = System.nanoTime();
        if (!said || now - saidNanos >= MINUTE_NANOS) {
            said = true;
            saidNanos = now;
            log.warn("{}; it is tried again until that works", why.getMessage());
            log.debug("The failure", why);
        }
    }

    synchronized void worked() {
        if (failing) {
            failing = false;
            log.info("PostgreSQL works again");
        }
    }
}
