package dev.effe.host.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The log of a function: lines are taken at once or dropped, and written by the store's thread. Thread-safe. */
final class FunctionLog {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd");

    private final LogFiles files;
    private final StreamIndex streams;
    private final WaitingLines waiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();

    /** The function is deleted, or the host ends. */
    private volatile boolean closed;

    /** The host stops: nobody is to wait any more. */
    private volatile boolean unfollowed;

    // Touched only by the store's thread.
    private long lost;

    private FunctionLog(LogFiles files, AtomicLong bytesOfAll) {
        this.files = files;
        this.streams = new StreamIndex(files);
        this.waiting = new WaitingLines(bytesOfAll);
    }

    static FunctionLog open(Path folder, LogDisk disk, LogLimits limits, AtomicLong bytesOfAll) throws IOException {
        return new FunctionLog(LogFiles.open(folder, disk, limits), bytesOfAll);
    }

    LogFiles files() {
        return files;
    }

    StreamIndex streams() {
        return streams;
    }

    /** Adds a line. Returns true if the store's thread is to be told. */
    boolean add(LogEntry entry) {
        return !closed && waiting.add(entry);
    }

    /**
     * Writes what waits.
     *
     * @return how many lines were dropped
     */
    long write(long nowMillis, LogFiles.Failure failure) {
        WaitingLines.Taken taken = waiting.takeAll();
        if (closed) {
            return 0;
        }
        List<LogEntry> entries = new ArrayList<>();
        if (lost > 0) {
            entries.add(missing(nowMillis, lost));
        }
        int told = entries.size();
        entries.addAll(taken.entries());
        if (taken.missing() > 0) {
            entries.add(missing(nowMillis, taken.missing()));
        }
        int count = files.append(entries, failure);
        long unwritten = (long) taken.entries().size()
                - Math.max(0, Math.min(count - told, taken.entries().size()));
        long untold = count == entries.size() ? 0 : taken.missing();
        lost = (count >= told ? 0 : lost) + unwritten + untold;
        signal();
        return taken.missing() + unwritten;
    }

    private static LogEntry missing(long millis, long count) {
        String day = DAY.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
        return new LogEntry(
                millis,
                day + "/[host]log",
                "effe: " + count + (count == 1 ? " line is" : " lines are")
                        + " missing here: the disk did not take them in time");
    }

    void expire(long nowMillis) {
        if (!closed) {
            files.expire(nowMillis);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** From now on lines go nowhere, and who follows is told. */
    void end() {
        closed = true;
        signal();
    }

    /** True if lines were dropped that the log does not tell yet. Called by the store's thread. */
    boolean hasLost() {
        return lost > 0;
    }

    /** True if nobody is to follow it any more. */
    boolean isEnded() {
        return closed || unfollowed;
    }

    void endFollowers() {
        unfollowed = true;
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a record after that one, or for the time to be over, or the log. */
    void await(long sequence, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!isEnded() && files.lastSequence() <= sequence && left > 0) {
                left = written.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records after that one, and from that time on to that; to be closed. */
    LogScan scan(long afterSequence, long fromMillis, long lastMillis) {
        return new LogScan(files, afterSequence, fromMillis, lastMillis);
    }

    /** All records. */
    LogScan scan() {
        return scan(0, 0, Long.MAX_VALUE);
    }
}
