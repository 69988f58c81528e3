package dev.effe.server.http;

import dev.effe.server.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all clients together have not taken yet, within a limit. When it is used up, room is made by whoever has taken
 * nothing for longest, so that clients that do not read cost those that do nothing but a moment. Thread-safe.
 */
final class UnsentTotal {

    /** Who took something more recently than this is not sent away: every client's network rests at times. */
    private static final long GRACE_NANOS = 1_000_000_000;
    /** Writers that wait look for somebody to send away this often, all of them together. */
    private static final long LOOK_NANOS = 10_000_000;

    private final long limitBytes;
    private final Ticker ticker;
    private final AtomicLong bytes = new AtomicLong();
    /** Of those that are sent away and not gone yet. */
    private final AtomicLong leavingBytes = new AtomicLong();

    private final Set<Unsent> holders = ConcurrentHashMap.newKeySet();
    private final AtomicLong lookedNanos;

    UnsentTotal(long limitBytes, Ticker ticker) {
        this.limitBytes = limitBytes;
        this.ticker = ticker;
        lookedNanos = new AtomicLong(ticker.nanos());
    }

    long nanos() {
        return ticker.nanos();
    }

    void add(long count) {
        bytes.addAndGet(count);
    }

    void left(long count) {
        leavingBytes.addAndGet(-count);
    }

    /** This one has begun to hold something, or ended. */
    void held(Unsent holder) {
        if (holder.isEmpty()) {
            holders.remove(holder);
            if (!holder.isEmpty()) {
                holders.add(holder); // It began again meanwhile.
            }
        } else {
            holders.add(holder);
        }
    }

    /** Whether all together hold more than they may. One alone may hold more, or it could never be served. */
    boolean isOver(Unsent one) {
        return excessBytes(one, limitBytes) > 0;
    }

    /** Whether so much of it is used that nobody is to hold more than is needed to go on, but for one alone. */
    boolean isTight(Unsent one) {
        return excessBytes(one, limitBytes / 4) > 0;
    }

    private long excessBytes(Unsent one, long limit) {
        long all = bytes.get() - leavingBytes.get();
        return Math.min(all - limit, all - one.bytes());
    }

    /**
     * Sends away those who have taken nothing for longest, if that makes enough room.
     *
     * @return whether there is room for what this one holds
     */
    boolean makeRoom(Unsent one) {
        long excess = excessBytes(one, limitBytes);
        if (excess <= 0) {
            return true;
        }
        List<Unsent> victims = longestStalled(excess);
        for (Unsent victim : victims) {
            leavingBytes.addAndGet(victim.sendAway());
        }
        return !victims.isEmpty();
    }

    /** The same for one that waits, and will ask again. */
    void makeRoomSoon(Unsent waiting) {
        long now = ticker.nanos();
        long looked = lookedNanos.get();
        if (now - looked >= LOOK_NANOS && lookedNanos.compareAndSet(looked, now)) {
            makeRoom(waiting);
        }
    }

    /** As many as hold this much; nobody if all who may be sent away hold less. */
    private List<Unsent> longestStalled(long wantedBytes) {
        long now = ticker.nanos();
        List<Stalled> stalled = new ArrayList<>();
        for (Unsent holder : holders) {
            long nanos = holder.stalledNanos(now);
            if (nanos >= GRACE_NANOS) {
                stalled.add(new Stalled(holder, nanos));
            }
        }
        stalled.sort(Comparator.comparingLong(Stalled::nanos).reversed());
        List<Unsent> longest = new ArrayList<>();
        long found = 0;
        for (int i = 0; i < stalled.size() && found < wantedBytes; i++) {
            longest.add(stalled.get(i).holder);
            found += stalled.get(i).holder.bytes();
        }
        return found < wantedBytes ? List.of() : longest;
    }

    /** One that has taken nothing for so long. */
    private record Stalled(Unsent holder, long nanos) {}
}
