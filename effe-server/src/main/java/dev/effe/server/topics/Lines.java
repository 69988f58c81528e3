package dev.effe.server.topics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lines of events of a group. Each is in one of three places: those that may run, those that wait for their time, or
 * none while its first event runs. The lines of a closed lane wait until it is opened. Confined to the engine's thread.
 */
final class Lines {

    private final Map<String, Line> byKey = new HashMap<>();
    /**
     * The oldest first: a lane that is behind others is through with what it has before them, and is read again before
     * them. So lanes stay together, and a store reads the same stretch of its log for all.
     */
    private final PriorityQueue<Line> ready = new PriorityQueue<>(Comparator.comparingLong(line -> line.rank));

    private final PriorityQueue<Line> due =
            new PriorityQueue<>(Comparator.comparingLong(line -> line.first().dueMillis));
    /** The ones of closed lanes, by lane. */
    private final Map<Integer, Deque<Line>> closed = new HashMap<>();
    /** The greatest rank. */
    private long last;

    /**
     * Adds an event behind those of its key.
     *
     * @param ordered whether it waits for those of its key
     */
    Line add(Entry entry, boolean ordered, long nowMillis) {
        Line line = ordered && entry.key != null
                ? byKey.computeIfAbsent(entry.key, key -> new Line(key, entry.lane))
                : new Line(null, entry.lane);
        line.entries.add(entry);
        if (line.entries.size() == 1) {
            schedule(line, nowMillis);
        }
        return line;
    }

    /** Puts a line, whose first event does not run, where it belongs. */
    void schedule(Line line, long nowMillis) {
        line.rank = line.first().offset;
        last = Math.max(last, line.rank);
        place(line, nowMillis);
    }

    /** The same behind all others that may run. */
    void scheduleLast(Line line, long nowMillis) {
        line.rank = ++last;
        place(line, nowMillis);
    }

    private void place(Line line, long nowMillis) {
        Deque<Line> waiting = closed.get(line.lane);
        if (waiting != null) {
            waiting.add(line);
        } else if (line.first().dueMillis > nowMillis) {
            due.add(line);
        } else {
            ready.add(line);
        }
    }

    /** Takes the line with the oldest of the events that may run; null if there is none. */
    @Nullable Line take(long nowMillis) {
        while (!due.isEmpty() && due.peek().first().dueMillis <= nowMillis) {
            ready.add(due.poll());
        }
        return ready.poll();
    }

    /** Takes any line, one that may run if there is one: a different one each time. */
    @Nullable Line takeAny(long nowMillis) {
        Line line = take(nowMillis);
        return line == null ? due.poll() : line;
    }

    /** Puts a line back that was taken, before those that wait. */
    void putBack(Line line) {
        Deque<Line> waiting = closed.get(line.lane);
        if (waiting == null) {
            ready.add(line);
        } else {
            waiting.addFirst(line);
        }
    }

    /** From now on no line of a lane is taken. */
    void close(int lane) {
        Deque<Line> waiting = closed.computeIfAbsent(lane, number -> new ArrayDeque<>());
        for (Collection<Line> lines : List.of(ready, due)) {
            lines.removeIf(line -> line.lane == lane && waiting.add(line));
        }
    }

    /** Lines of a lane may be taken again. */
    void open(int lane, long nowMillis) {
        Deque<Line> waiting = closed.remove(lane);
        if (waiting != null) {
            waiting.forEach(line -> schedule(line, nowMillis));
        }
    }

    /** Forgets the lines of a lane. */
    void drop(int lane) {
        close(lane);
        closed.remove(lane);
        byKey.values().removeIf(line -> line.lane == lane);
    }

    /** The first event of a line, which was taken, is over: the next one may run. */
    void firstIsOver(Line line, long nowMillis) {
        line.entries.removeFirst();
        if (!line.entries.isEmpty()) {
            line.first().dueMillis = Math.min(line.first().dueMillis, nowMillis);
            schedule(line, nowMillis);
        } else if (line.key != null) {
            byKey.remove(line.key);
        }
    }

    boolean isEmpty() {
        return ready.isEmpty() && due.isEmpty();
    }

    boolean isReady() {
        return !ready.isEmpty();
    }

    /** When the next line is due; {@link Long#MAX_VALUE} if none waits for its time. */
    long dueMillis() {
        return due.isEmpty() ? Long.MAX_VALUE : due.peek().first().dueMillis;
    }

    /** The lines whose first event is put aside. */
    List<Line> parked() {
        List<Line> parked = new ArrayList<>();
        for (Line line : byKey.values()) {
            if (line.isParked()) {
                parked.add(line);
            }
        }
        return parked;
    }
}
