package dev.effe.host.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a function's log in their order, and goes on with those that come later. Has one buffer, whatever
 * the log has. Confined to a thread; blocks for the disk.
 */
final class LogScan implements AutoCloseable {

    private static final int READ_BYTES = 64 * 1024;

    private final LogFiles files;
    private final long fromMillis;
    private final long lastMillis;

    private long sequence;
    private long scannedBytes;

    private @Nullable LogFile file;
    private @Nullable FileChannel channel;
    private long offset;
    private byte[] buffer = new byte[READ_BYTES];
    private int begin;
    private int end;

    LogScan(LogFiles files, long afterSequence, long fromMillis, long lastMillis) {
        this.files = files;
        this.sequence = afterSequence;
        this.fromMillis = fromMillis;
        this.lastMillis = lastMillis;
    }

    /** The number of the last record that was looked at. */
    long sequence() {
        return sequence;
    }

    /** The bytes that were read so far. */
    long scannedBytes() {
        return scannedBytes;
    }

    /** The next record; null if there is none yet. */
    @Nullable LogRecord next() throws IOException {
        while (true) {
            LogRecord record = fromBuffer();
            if (record == null) {
                if (!fill() && !advance()) {
                    return null;
                }
            } else if (record.sequence() > sequence) {
                sequence = record.sequence();
                if (record.millis() >= fromMillis && record.millis() <= lastMillis) {
                    return record;
                }
            }
        }
    }

    private @Nullable LogRecord fromBuffer() {
        while (true) {
            int at = begin;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (at == end) {
                return null;
            }
            LogRecord record = LogLine.read(buffer, begin, at);
            begin = at + 1;
            if (record != null) {
                return record;
            }
        }
    }

    /** Reads on in the file; false if it has no more. */
    private boolean fill() throws IOException {
        LogFile now = file;
        FileChannel open = channel;
        if (now == null || open == null || offset >= now.bytes()) {
            return false;
        }
        System.arraycopy(buffer, begin, buffer, 0, end - begin);
        end -= begin;
        begin = 0;
        if (end == buffer.length) {
            grow();
        }
        int most = (int) Math.min(buffer.length - end, now.bytes() - offset);
        int count = open.read(ByteBuffer.wrap(buffer, end, most), offset);
        if (count <= 0) {
            close(); // Cut by somebody else: it has no more.
            return false;
        }
        end += count;
        offset += count;
        scannedBytes += count;
        return true;
    }

    /** No line of ours is longer; one that is, is no record. */
    private void grow() {
        if (buffer.length >= 2 * LogLine.MOST_BYTES) {
            end = 0;
        } else {
            byte[] larger = new byte[buffer.length * 2];
            System.arraycopy(buffer, 0, larger, 0, end);
            buffer = larger;
        }
    }

    /** Goes on with the next file; false if there is none. */
    private boolean advance() throws IOException {
        LogFile next = nextFile();
        LogFile now = file;
        if (next == null) {
            return false;
        }
        if (now != null && channel != null && offset < now.bytes()) {
            return true; // It had been written to before the next one was begun.
        }
        close();
        file = next;
        offset = 0;
        begin = 0;
        end = 0;
        if (next.overlaps(fromMillis, lastMillis)) {
            try {
                channel = FileChannel.open(next.path(), StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                channel = null; // It has become too old meanwhile.
            }
        }
        return true;
    }

    private @Nullable LogFile nextFile() {
        List<LogFile> list = files.list();
        LogFile now = file;
        for (int i = 0; i < list.size(); i++) {
            LogFile candidate = list.get(i);
            boolean done = now == null
                    ? i + 1 < list.size() && list.get(i + 1).firstSequence() <= sequence + 1
                    : candidate == now || candidate.firstSequence() < now.firstSequence();
            if (!done) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
