package dev.effe.host.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a function's log, the oldest first. A record is in one whole, and seen by readers when it is. One thread
 * writes; any may read the list.
 */
final class LogFiles {

    private static final Logger log = LoggerFactory.getLogger(LogFiles.class);
    private static final int BATCH_BYTES = 64 * 1024;

    private final Path folder;
    private final LogDisk disk;
    private final LogLimits limits;

    // Written by the one thread.
    private volatile List<LogFile> files;
    private volatile long lastSequence;

    // Touched only by that thread.
    private LogDisk.@Nullable Output output;

    private LogFiles(Path folder, LogDisk disk, LogLimits limits, List<LogFile> files, long lastSequence) {
        this.folder = folder;
        this.disk = disk;
        this.limits = limits;
        this.files = List.copyOf(files);
        this.lastSequence = lastSequence;
    }

    /** Opens those that are there. A record that a crash has cut is removed. */
    static LogFiles open(Path folder, LogDisk disk, LogLimits limits) throws IOException {
        List<LogFile> found = LogRecovery.files(folder);
        long last = found.isEmpty() ? 0 : LogRecovery.lastSequence(found.get(found.size() - 1));
        return new LogFiles(folder, disk, limits, found, last);
    }

    List<LogFile> list() {
        return files;
    }

    /** The number of the last record; 0 before the first one. */
    long lastSequence() {
        return lastSequence;
    }

    /** Their bytes together. */
    long bytes() {
        return files.stream().mapToLong(LogFile::bytes).sum();
    }

    /**
     * Appends lines.
     *
     * @return how many of them are written
     */
    int append(List<LogEntry> entries, Failure failure) {
        int written = 0;
        try {
            while (written < entries.size()) {
                written += appendSome(entries, written);
            }
        } catch (IOException e) {
            failure.failed(e);
            closeOutput(); // The next attempt opens it anew.
        }
        return written;
    }

    /** Who is told why lines are not written. */
    @FunctionalInterface
    interface Failure {
        void failed(IOException why);
    }

    /** Appends as many as fit into one write, one at least. */
    private int appendSome(List<LogEntry> entries, int from) throws IOException {
        LogFile file = fileFor(entries.get(from));
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        long before = lastSequence;
        int count = 0;
        while (from + count < entries.size()) {
            LogEntry entry = entries.get(from + count);
            byte[] line = LogLine.write(entry.record(before + 1 + count));
            boolean full = batch.size() + line.length > BATCH_BYTES
                    || file.bytes() + batch.size() + line.length > limits.fileBytes();
            if (count > 0 && (full || !file.isOf(entry.millis()))) {
                break;
            }
            batch.writeBytes(line);
            count++;
        }
        output(file).write(batch.toByteArray(), file.bytes());
        file.bytes(file.bytes() + batch.size());
        lastSequence = before + count;
        return count;
    }

    /** The last file, unless it is full, or of another hour. */
    private LogFile fileFor(LogEntry entry) throws IOException {
        LogFile last = files.isEmpty() ? null : files.get(files.size() - 1);
        int bytes = LogLine.write(entry.record(lastSequence + 1)).length;
        boolean fits = last != null && last.bytes() + bytes <= limits.fileBytes();
        return last != null && fits && last.isOf(entry.millis()) ? last : begin(entry.millis());
    }

    private LogFile begin(long millis) throws IOException {
        LogFile next = LogFile.of(folder, lastSequence + 1, millis);
        LogDisk.Output opened = disk.open(next.path());
        closeOutput();
        output = opened;
        List<LogFile> kept = new ArrayList<>(files);
        if (!kept.isEmpty() && kept.get(kept.size() - 1).bytes() == 0) {
            LogFile empty = kept.remove(kept.size() - 1);
            if (!empty.path().equals(next.path())) {
                delete(empty);
            }
        }
        long room = limits.maxBytes() - limits.fileBytes();
        for (long all = bytes(); all > room && !kept.isEmpty(); ) {
            LogFile oldest = kept.remove(0);
            all -= oldest.bytes();
            delete(oldest);
        }
        kept.add(next);
        files = List.copyOf(kept);
        return next;
    }

    /** Removes what is too old. The last file stays, or an empty one after it: its name has the next number. */
    void expire(long nowMillis) {
        long oldestMillis = nowMillis - limits.keep().toMillis();
        List<LogFile> kept = new ArrayList<>(files);
        while (kept.size() > 1 && kept.get(0).isBefore(oldestMillis)) {
            delete(kept.remove(0));
        }
        if (kept.size() < files.size()) {
            files = List.copyOf(kept);
        }
        LogFile last = kept.size() == 1 ? kept.get(0) : null;
        if (last != null && last.bytes() > 0 && last.isBefore(oldestMillis)) {
            replace(last, nowMillis);
        }
    }

    private void replace(LogFile last, long nowMillis) {
        try {
            LogFile empty = begin(nowMillis);
            delete(last);
            files = List.of(empty);
        } catch (IOException e) {
            log.warn("The log {} cannot be removed yet: {}", last.path(), e.toString());
        }
    }

    private static void delete(LogFile file) {
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            log.warn("The log {} cannot be removed: {}", file.path(), e.toString());
        }
    }

    private LogDisk.Output output(LogFile file) throws IOException {
        LogDisk.Output open = output;
        if (open == null) {
            open = disk.open(file.path());
            output = open;
        }
        return open;
    }

    /** Closes the file that is written to. */
    void closeOutput() {
        LogDisk.Output open = output;
        output = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            log.warn("A log in {} could not be closed: {}", folder, e.toString());
        }
    }
}
