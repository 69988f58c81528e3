package dev.effe.host.logs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams of a function's log, as they were when it was last asked: it reads only what was printed since, and at most
 * one file of what it knows already. Thread-safe; blocks for the disk.
 */
final class StreamIndex {

    /** The limit of streams; the ones that printed last are kept, if there are more. */
    private static final int MOST = 10_000;

    private final LogFiles files;

    // Guarded by this.
    private final Map<String, Stream> streams = new LinkedHashMap<>(16, 0.75f, true);
    private long lastSequence;
    private long readBytes;

    StreamIndex(LogFiles files) {
        this.files = files;
    }

    /** A stream, as far as it is known. */
    record Stream(String name, long firstMillis, long lastMillis, long lastSequence) {}

    /** All that have a record still, those that printed last at the end. */
    synchronized List<Stream> streams() throws IOException {
        try (LogScan scan = new LogScan(files, lastSequence, 0, Long.MAX_VALUE)) {
            for (LogRecord record = scan.next(); record != null; record = scan.next()) {
                add(record);
            }
            lastSequence = scan.sequence();
            readBytes += scan.scannedBytes();
        }
        List<LogFile> left = files.list();
        long oldest = left.isEmpty() ? Long.MAX_VALUE : left.get(0).firstSequence();
        streams.values().removeIf(stream -> stream.lastSequence() < oldest);
        return new ArrayList<>(streams.values());
    }

    private void add(LogRecord record) {
        Stream known = streams.get(record.stream());
        long first = known == null ? record.millis() : known.firstMillis();
        streams.put(record.stream(), new Stream(record.stream(), first, record.millis(), record.sequence()));
        if (streams.size() > MOST) {
            streams.remove(streams.keySet().iterator().next());
        }
    }

    /** The bytes that were read so far. */
    synchronized long readBytes() {
        return readBytes;
    }
}
