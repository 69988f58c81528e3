package dev.effe.postgres;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The short time that a write waits for more callers: those of the write before it come back with their next events one
 * after the other, and without it the first of them would be written alone while the others wait for two writes. Whoever
 * appends alone never waits. Confined to the thread that appends.
 */
final class Gathering {

    /** A write waits as long as this part of the one before it. */
    private static final int PART = 2;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** With so many events a write need not wait: its own cost is shared by enough. */
    private static final int ENOUGH_EVENTS = 64;

    private final LongSupplier nanoClock;
    private long beganNanos;
    private long endNanos;
    private int expected;

    Gathering(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.endNanos = nanoClock.getAsLong();
    }

    /** A write begins. */
    void begins() {
        beganNanos = nanoClock.getAsLong();
    }

    /**
     * A write is over.
     *
     * @param callers those whose events it had
     * @param waiting those who have come meanwhile
     */
    void isOver(int callers, int waiting) {
        long nowNanos = nanoClock.getAsLong();
        endNanos = nowNanos + Math.min(LONGEST_NANOS, (nowNanos - beganNanos) / PART);
        expected = callers + waiting;
    }

    /**
     * The longest wait for one more caller; 0 or less for none.
     *
     * @param callers those who have come
     * @param events what they append
     */
    long nanos(int callers, int events) {
        return callers >= expected || events >= ENOUGH_EVENTS ? 0 : endNanos - nanoClock.getAsLong();
    }
}
