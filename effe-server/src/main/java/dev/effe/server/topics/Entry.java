package dev.effe.server.topics;

import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.StoredEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that a group has read and not settled: waiting ⇄ running → settled, or parked first. Confined to the engine's
 * thread.
 */
final class Entry {

    private static final int LONGEST_ERROR = 1024;

    final long offset;
    final int lane;
    final @Nullable String key;
    final long timeMillis;

    /** Null where it is to be read again before it runs. */
    @Nullable StoredEvent event;

    /** Attempts that failed. */
    int failures;
    /** When it may run, in milliseconds since 1970. */
    long dueMillis;

    String error = "";
    boolean running;
    /** True if it is with those put aside, so that its lane does not wait for it. */
    boolean parked;
    /** True if its lane need not wait for it. */
    boolean settled;
    /** True if it was begun to see if an outage is over. */
    boolean probe;

    Entry(StoredEvent event) {
        this.offset = event.offset();
        this.lane = event.lane();
        this.key = event.key().orElse(null);
        this.timeMillis = event.time().toEpochMilli();
        this.event = event;
    }

    /** One that was put aside. */
    Entry(Parked parked) {
        this.offset = parked.offset();
        this.lane = parked.lane();
        this.key = parked.key().orElse(null);
        this.timeMillis = 0;
        this.failures = parked.attempts();
        this.dueMillis = parked.due().toEpochMilli();
        this.error = parked.error();
        this.parked = true;
        this.settled = true;
    }

    void failed(String why) {
        error = why.length() > LONGEST_ERROR ? why.substring(0, LONGEST_ERROR) : why;
    }

    /** Its state, for the store. */
    Parked stand(@Nullable Instant deadAt) {
        return new Parked(
                offset,
                lane,
                Optional.ofNullable(key),
                failures,
                Instant.ofEpochMilli(dueMillis),
                Optional.ofNullable(deadAt),
                error);
    }

    int bytes() {
        return event == null ? 0 : event.payload().length;
    }
}
