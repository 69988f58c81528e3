package dev.effe.server.topics;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A lane of a topic as one group has it: the events that were read and that it has to wait for, in the order of their
 * offsets. Confined to the engine's thread.
 */
final class Lane {

    /** Events between its cursor and the last one that was read. */
    static final int WINDOW = 256;

    final int number;
    private final Deque<Entry> window = new ArrayDeque<>();

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
        int count = 0;
        for (Entry entry : window) {
            count += entry.settled ? 0 : 1;
        }
        return count;
    }
}
