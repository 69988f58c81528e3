package dev.effe.host.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of one answer, as many as AWS has in one: 10,000, or 1 MiB. Confined to a thread. */
final class EventPage {

    static final int MOST_EVENTS = 10_000;
    static final int MOST_BYTES = 1 << 20;

    /** AWS counts so many beside the text. */
    private static final int BYTES_OF_EVENT = 26;

    private final long limit;
    private final Deque<LogRecord> records = new ArrayDeque<>();
    private long bytes;

    EventPage(long limit) {
        this.limit = limit;
    }

    /** Adds a record behind the others; false if the page is full. */
    boolean add(LogRecord record) {
        long more = bytes(record);
        boolean full = !records.isEmpty() && (records.size() == limit || bytes + more > MOST_BYTES);
        if (!full) {
            records.add(record);
            bytes += more;
        }
        return !full;
    }

    /** Adds a record behind the others, and removes the first ones if there would be too many. */
    void slide(LogRecord record) {
        records.add(record);
        bytes += bytes(record);
        while (records.size() > 1 && (records.size() > limit || bytes > MOST_BYTES)) {
            bytes -= bytes(records.remove());
        }
    }

    private static int bytes(LogRecord record) {
        return record.text().getBytes(StandardCharsets.UTF_8).length + BYTES_OF_EVENT;
    }

    @Nullable LogRecord first() {
        return records.peekFirst();
    }

    @Nullable LogRecord last() {
        return records.peekLast();
    }

    /** As FilterLogEvents has them. */
    List<Map<String, Object>> filtered() {
        List<Map<String, Object>> events = new ArrayList<>();
        for (LogRecord record : records) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("logStreamName", record.stream());
            putInto(event, record);
            event.put("eventId", String.format(Locale.ROOT, "%056d", record.sequence()));
            events.add(event);
        }
        return events;
    }

    /** As GetLogEvents has them. */
    List<Map<String, Object>> plain() {
        List<Map<String, Object>> events = new ArrayList<>();
        for (LogRecord record : records) {
            Map<String, Object> event = new LinkedHashMap<>();
            putInto(event, record);
            events.add(event);
        }
        return events;
    }

    private static void putInto(Map<String, Object> event, LogRecord record) {
        event.put("timestamp", record.millis());
        event.put("message", record.text());
        event.put("ingestionTime", record.millis());
    }
}
