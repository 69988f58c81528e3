package dev.effe.host.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lines of a function that wait for the disk, so many at most that they take no more than 1 MiB, and with those of
 * all others no more than 32 MiB. Thread-safe; nobody waits here.
 */
final class WaitingLines {

    static final int MOST_BYTES = 1 << 20;
    static final long MOST_BYTES_OF_ALL = 32L << 20;

    private final AtomicLong bytesOfAll;

    // Guarded by this.
    private List<LogEntry> entries = new ArrayList<>();
    private long bytes;
    private long missing;

    /** @param bytesOfAll shared with all other functions */
    WaitingLines(AtomicLong bytesOfAll) {
        this.bytesOfAll = bytesOfAll;
    }

    /**
     * Adds a line, if there is room.
     *
     * @return whether it is the first that waits
     */
    synchronized boolean add(LogEntry entry) {
        int memory = entry.memory();
        boolean first = bytes == 0 && missing == 0;
        // Behind one that is missing none is taken, so that the log can tell where that was.
        if (missing > 0 || bytes + memory > MOST_BYTES || bytesOfAll.addAndGet(memory) > MOST_BYTES_OF_ALL) {
            if (missing == 0 && bytes + memory <= MOST_BYTES) {
                bytesOfAll.addAndGet(-memory);
            }
            missing++;
            return first;
        }
        bytes += memory;
        entries.add(entry);
        return first;
    }

    /**
     * The lines that waited.
     *
     * @param missing how many came after the last one, and had no room
     */
    record Taken(List<LogEntry> entries, long missing) {}

    /** Takes them all. */
    synchronized Taken takeAll() {
        Taken taken = new Taken(entries, missing);
        entries = new ArrayList<>();
        bytesOfAll.addAndGet(-bytes);
        bytes = 0;
        missing = 0;
        return taken;
    }
}
