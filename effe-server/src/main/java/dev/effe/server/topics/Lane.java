package dev.effe.server.topics;

import dev.effe.spi.topics.Parked;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A lane of a topic as one group has it: the events that were read and that it has to wait for, in the order of their
 * offsets. Confined to the engine's thread.
 */
final class Lane {

    /** Events between its cursor and the last one that was read. */
    static final int WINDOW = 256;

    final int number;
    private final Deque<Entry> window = new ArrayDeque<>();
    /**
     * Events that are put aside or dead although the cursor is before them, by offset. They take their place when they are
     * read: what is before them runs again before them.
     */
    final Map<Long, Parked> known = new HashMap<>();

    /** The events that run. */
    int running;
    /** The events that are put aside. */
    int parked;
    /** True if it is to be given back once nothing of it runs. */
    boolean releasing;

    /** Everything up to this offset was read. */
    private long readTo;
    /** The cursor as it was written last. */
    private long written;
    /** False once all of it was read, until there is news. */
    private boolean hasMore = true;

    Lane(int number, long after) {
        this.number = number;
        readTo = after;
        written = after;
    }

    long readTo() {
        return readTo;
    }

    boolean hasMore() {
        return hasMore;
    }

    void hasMore(boolean more) {
        hasMore = more;
    }

    int size() {
        return window.size();
    }

    void add(Entry entry) {
        window.add(entry);
    }

    void read(long upTo) {
        readTo = Math.max(readTo, upTo);
    }

    /** Lets go of what need not be waited for. */
    void trim() {
        while (!window.isEmpty() && window.getFirst().settled) {
            window.removeFirst();
        }
    }

    /** The events that it waits for, in order. */
    List<Entry> openEntries() {
        return window.stream().filter(entry -> !entry.settled).toList();
    }

    /** The ones of them that are before one that is over. */
    List<Entry> overtaken() {
        long last = window.stream()
                .filter(entry -> entry.settled)
                .mapToLong(entry -> entry.offset)
                .max()
                .orElse(0);
        return window.stream()
                .filter(entry -> !entry.settled && entry.offset < last)
                .toList();
    }

    /** The offset up to which the group is through. */
    long cursor() {
        return window.isEmpty() ? readTo : window.getFirst().offset - 1;
    }

    boolean isChanged() {
        return cursor() != written;
    }

    void written(long cursor) {
        written = cursor;
    }

    /** When the oldest event that it waits for was appended; {@link Long#MAX_VALUE} if it waits for none. */
    long oldestMillis() {
        return window.isEmpty() ? Long.MAX_VALUE : window.getFirst().timeMillis;
    }

    /** The number of events that it waits for. */
    int open() {
        return openEntries().size();
    }
}
