package dev.effe.server.time;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Things that expire each at an instant of its own, in order of that: for the few that do not fit an {@link
 * ExpiryQueue}. Setting and stopping take a lock and a search. Thread-safe.
 */
public final class Alarms {

    private final Ticker ticker;

    // Guarded by this.
    private final TreeSet<Alarm> waiting =
            new TreeSet<>(Comparator.comparingLong(Alarm::afterFirstNanos).thenComparingLong(alarm -> alarm.number));
    /** The first instant: instants are compared by their distance from it, since the clock may overflow. */
    private final long firstNanos;

    private long lastNumber;
    private @Nullable Runnable wake;

    public Alarms(Ticker ticker) {
        this.ticker = ticker;
        firstNanos = ticker.nanos();
    }

    /** Something that is set once at most. */
    public abstract static class Alarm {

        // Guarded by the alarms.
        private long afterFirstNanos;
        private long number;

        private long afterFirstNanos() {
            return afterFirstNanos;
        }

        /** Called once, on the timer's thread and without a lock, if nobody stopped it in time. Must not block. */
        protected abstract void expired();
    }

    /** Has it expire after a time from now. */
    public void set(Alarm alarm, long afterNanos) {
        Runnable toWake;
        synchronized (this) {
            alarm.afterFirstNanos = ticker.nanos() - firstNanos + afterNanos;
            alarm.number = ++lastNumber;
            waiting.add(alarm);
            toWake = waiting.first().equals(alarm) ? wake : null;
        }
        if (toWake != null) {
            toWake.run(); // It sleeps until the one that was first before.
        }
    }

    /** Stops it, if it has not expired. */
    public synchronized void stop(Alarm alarm) {
        waiting.remove(alarm);
    }

    /** The number of alarms that are set now. */
    public synchronized int size() {
        return waiting.size();
    }

    /** Says how to wake whoever calls {@link #expireDue}, when one is set that expires before all others. */
    synchronized void onEarlier(Runnable waking) {
        wake = waking;
    }

    /**
     * Lets everything expire whose time has come.
     *
     * @return nanoseconds until the next one of those that are set now
     */
    public long expireDue() {
        while (true) {
            Alarm due;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    return Long.MAX_VALUE;
                }
                due = waiting.first();
                long wait = due.afterFirstNanos - (ticker.nanos() - firstNanos);
                if (wait > 0) {
                    return wait;
                }
                waiting.remove(due);
            }
            due.expired();
        }
    }
}
