package dev.effe.server.overview;

import dev.effe.server.dispatch.EndedInvocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The slowest calls of the last ten minutes, and the last that failed: ten each minute, and twenty. Thread-safe. */
final class RecentCalls {

    private static final int SLOWEST = 10;
    private static final int MINUTES = 10;
    private static final int FAILED = 20;
    private static final Comparator<EndedCall> FASTEST_FIRST = Comparator.comparingLong(EndedCall::totalNanos);

    // Guarded by this.
    private final Deque<List<EndedCall>> minutes = new ArrayDeque<>();
    private final Deque<EndedCall> failed = new ArrayDeque<>();

    /** A call that takes no longer is none of the slowest of this minute. Read without the lock, by every call. */
    private volatile long floorNanos;

    RecentCalls() {
        minutes.add(new ArrayList<>());
    }

    void add(EndedInvocation ended, boolean hasFailed) {
        boolean slow = ended.totalNanos() > floorNanos;
        if (slow || hasFailed) {
            add(EndedCall.of(ended), slow, hasFailed);
        }
    }

    private synchronized void add(EndedCall call, boolean slow, boolean hasFailed) {
        if (hasFailed) {
            if (failed.size() == FAILED) {
                failed.removeLast();
            }
            failed.addFirst(call);
        }
        List<EndedCall> minute = minutes.getLast();
        if (slow) {
            minute.add(call);
            minute.sort(FASTEST_FIRST);
        }
        if (minute.size() > SLOWEST) {
            minute.remove(0);
            floorNanos = minute.get(0).totalNanos();
        }
    }

    /** A new minute begins. */
    synchronized void minute() {
        minutes.add(new ArrayList<>());
        if (minutes.size() > MINUTES) {
            minutes.removeFirst();
        }
        floorNanos = 0;
    }

    /** The slowest, the slowest first. */
    synchronized List<EndedCall> slowest() {
        return minutes.stream()
                .flatMap(List::stream)
                .sorted(FASTEST_FIRST.reversed())
                .limit(SLOWEST)
                .toList();
    }

    /** The calls that failed, timed out or were rejected, the last first. */
    synchronized List<EndedCall> failed() {
        return List.copyOf(failed);
    }
}
