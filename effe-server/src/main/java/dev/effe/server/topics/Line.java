package dev.effe.server.topics;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key, in order: only the first may run. An event without order has a line of its own. Confined to the
 * engine's thread.
 */
final class Line {

    /** Null if it is that of an event without order. */
    final @Nullable String key;

    final Deque<Entry> entries = new ArrayDeque<>(2);

    /** The lane of all of them. */
    final int lane;

    /** Its place among those that may run: the least is first. As a rule the offset of its first event. */
    long rank;

    Line(@Nullable String key, int lane) {
        this.key = key;
        this.lane = lane;
    }

    Entry first() {
        return entries.getFirst();
    }

    /** True if events that come now are to be put aside behind others. */
    boolean isParked() {
        return !entries.isEmpty() && entries.getFirst().parked;
    }
}
