package dev.effe.server.time;

import dev.effe.server.threads.Fatal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things that expire after the same delay. Because the delay is one, the order of arrival is the order of expiry: adding
 * and removing are a few pointer writes, and whoever waits for the first expiry is never overtaken by a later arrival.
 * Thread-safe.
 *
 * @param <E> what expires
 */
public final class ExpiryQueue<E extends Expiring> {

    private static final Logger log = LoggerFactory.getLogger(ExpiryQueue.class);

    private final long delayNanos;
    private final Ticker ticker;
    private final Lane[] lanes;

    /** A queue with one lane: first in, first out for {@link #poll} too. */
    public static <E extends Expiring> ExpiryQueue<E> fifo(long delayNanos, Ticker ticker) {
        return new ExpiryQueue<>(delayNanos, ticker, 1);
    }

    /** A queue that many threads add to: each has a lane, so that they seldom meet. */
    public static <E extends Expiring> ExpiryQueue<E> striped(long delayNanos, Ticker ticker) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ExpiryQueue<>(delayNanos, ticker, Integer.highestOneBit(Math.min(processors, 32) * 2 - 1));
    }

    private ExpiryQueue(long delayNanos, Ticker ticker, int laneCount) {
        this.delayNanos = delayNanos;
        this.ticker = ticker;
        lanes = new Lane[laneCount];
        for (int i = 0; i < laneCount; i++) {
            lanes[i] = new Lane();
        }
    }

    /** Adds it behind all others; it must stand in no queue. */
    public void add(E entry) {
        add(entry, ticker.nanos());
    }

    /**
     * Adds it behind all others, for whoever has looked at the clock just now.
     *
     * @param nowNanos on this queue's clock
     */
    public void add(E entry, long nowNanos) {
        Lane lane = lanes[(int) Thread.currentThread().getId() & lanes.length - 1];
        synchronized (lane) {
            long expiresAtNanos = nowNanos + delayNanos;
            Expiring last = lane.last;
            if (last == null) {
                lane.first = entry;
                entry.expiresAtNanos = expiresAtNanos;
            } else {
                last.later = entry;
                // A thread that has looked at the clock later may stand before it: they are in order all the same.
                entry.expiresAtNanos = Math.max(expiresAtNanos - last.expiresAtNanos, 0) + last.expiresAtNanos;
            }
            entry.lane = lane;
            entry.earlier = last;
            lane.last = entry;
            lane.size++;
        }
    }

    /** Removes it. Returns false if it is in no queue: expired, polled or removed before. */
    public boolean remove(E entry) {
        Lane lane = entry.lane;
        if (lane == null) {
            return false;
        }
        synchronized (lane) {
            if (entry.lane != lane) {
                return false;
            }
            lane.unlink(entry);
            return true;
        }
    }

    /** Removes and returns the oldest of a {@link #fifo} queue, or null if it is empty. */
    @SuppressWarnings("unchecked") // only an E was added
    public @Nullable E poll() {
        Lane lane = lanes[0];
        synchronized (lane) {
            Expiring first = lane.first;
            if (first != null) {
                lane.unlink(first);
            }
            return (E) first;
        }
    }

    /** The place in which it stands now. */
    @SuppressWarnings("unchecked") // only an E was added
    public List<E> snapshot() {
        List<E> entries = new ArrayList<>();
        for (Lane lane : lanes) {
            synchronized (lane) {
                for (Expiring entry = lane.first; entry != null; entry = entry.later) {
                    entries.add((E) entry);
                }
            }
        }
        return entries;
    }

    /** For how many nanoseconds the oldest has stood in it; 0 if it is empty. */
    public long oldestNanos() {
        long oldest = 0;
        for (Lane lane : lanes) {
            synchronized (lane) {
                if (lane.first != null) {
                    oldest = Math.max(oldest, ticker.nanos() - lane.first.expiresAtNanos + delayNanos);
                }
            }
        }
        return oldest;
    }

    /** The number of entries that stand in it now; never behind for what this thread did. */
    public int size() {
        int size = 0;
        for (Lane lane : lanes) {
            size += lane.size;
        }
        return size;
    }

    /**
     * Lets everything expire whose time has come.
     *
     * @return nanoseconds until the next may expire, counting what is added after this call too; never above the delay
     */
    public long expireDue() {
        long wait = delayNanos;
        for (Lane lane : lanes) {
            wait = Math.min(wait, expireDue(lane));
        }
        return wait;
    }

    private long expireDue(Lane lane) {
        while (true) {
            Expiring due;
            synchronized (lane) {
                due = lane.first;
                long wait = due == null ? delayNanos : due.expiresAtNanos - ticker.nanos();
                if (due == null || wait > 0) {
                    return wait;
                }
                lane.unlink(due);
            }
            expire(due);
        }
    }

    private static void expire(Expiring due) {
        try {
            due.expired();
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            log.error("{} could not expire", due, e); // The others expire all the same.
        }
    }

    /** Lets everything that stands in it now expire, whatever its time. */
    public void expireAll() {
        for (E entry : snapshot()) {
            if (remove(entry)) {
                expire(entry);
            }
        }
    }

    /** A doubly linked list, guarded by itself. */
    static final class Lane {
        @Nullable Expiring first;

        @Nullable Expiring last;

        /** Written under the lock; read without it by {@link #size}. */
        volatile int size;

        @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by this lane
        void unlink(Expiring entry) {
            if (entry.earlier == null) {
                first = entry.later;
            } else {
                entry.earlier.later = entry.later;
            }
            if (entry.later == null) {
                last = entry.earlier;
            } else {
                entry.later.earlier = entry.earlier;
            }
            entry.earlier = null;
            entry.later = null;
            entry.lane = null;
            size--;
        }
    }
}
