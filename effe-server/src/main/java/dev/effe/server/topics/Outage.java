package dev.effe.server.topics;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells an outage from events that fail by themselves: 20 different events that fail in a row, without a success between.
 * During one a single event is tried now and then, which costs it no attempt. Confined to the engine's thread.
 */
final class Outage {

    /** Events that fail in a row. */
    static final int FAILURES = 20;

    private static final long FIRST_PROBE_MILLIS = 1_000;
    private static final long LONGEST_PROBE_MILLIS = 60_000;

    /** The offsets of those that have failed since the last success. */
    private final Set<Long> failed = new HashSet<>();

    private boolean paused;
    private long probeMillis;
    private long waitMillis;

    boolean isPaused() {
        return paused;
    }

    /** When the next event is to be tried; during an outage only. */
    long probeMillis() {
        return probeMillis;
    }

    /**
     * An event has failed.
     *
     * @return whether it is one of an outage, so that its failure does not count
     */
    boolean failed(long offset, long nowMillis) {
        if (!paused) {
            failed.add(offset);
        }
        if (!paused && failed.size() >= FAILURES) {
            paused = true;
            waitMillis = FIRST_PROBE_MILLIS;
            probeMillis = nowMillis + waitMillis;
        }
        return paused;
    }

    /** The event that was tried has failed too. */
    void probeFailed(long nowMillis) {
        waitMillis = Math.min(2 * waitMillis, LONGEST_PROBE_MILLIS);
        probeMillis = nowMillis + waitMillis;
    }

    /**
     * The function has dealt with an event.
     *
     * @return whether an outage is over by that
     */
    boolean succeeded() {
        boolean over = paused;
        failed.clear();
        paused = false;
        return over;
    }
}
