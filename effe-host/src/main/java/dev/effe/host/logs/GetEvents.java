package dev.effe.host.logs;

import dev.effe.server.invoke.InvokeException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operation GetLogEvents: the records of one stream, the last ones first unless asked otherwise. Stateless. */
final class GetEvents {

    private static final String FORWARD = "f/";
    private static final String BACKWARD = "b/";

    private GetEvents() {}

    static Map<String, Object> answer(LogRequest request, FunctionLog log) throws InvokeException, IOException {
        String stream = request.text("logStreamName");
        String token = request.text("nextToken");
        if (!token.isEmpty() && !token.startsWith(FORWARD) && !token.startsWith(BACKWARD)) {
            throw LogErrors.badToken();
        }
        long sequence = token.isEmpty() ? 0 : LogRequest.sequence(token.substring(FORWARD.length()));
        boolean forward = token.isEmpty() ? request.flag("startFromHead") : token.startsWith(FORWARD);
        long end = request.time("endTime", Long.MAX_VALUE);
        Range range = new Range(
                stream,
                forward ? sequence : 0,
                forward || token.isEmpty() ? Long.MAX_VALUE : sequence,
                request.time("startTime", 0),
                end == Long.MAX_VALUE ? end : end - 1); // That of its own is not in it.
        EventPage page = new EventPage(request.number("limit", 1, EventPage.MOST_EVENTS, EventPage.MOST_EVENTS));
        boolean known = forward ? fill(page, log, range) : slide(page, log, range);
        if (!known) {
            throw LogErrors.noStream();
        }
        return answer(page, sequence);
    }

    /**
     * A part of a stream.
     *
     * @param after the number before its first record
     * @param before the number after its last record
     */
    private record Range(String stream, long after, long before, long fromMillis, long lastMillis) {

        boolean has(LogRecord record) {
            return record.stream().equals(stream)
                    && record.sequence() > after
                    && record.sequence() < before
                    && record.millis() >= fromMillis
                    && record.millis() <= lastMillis;
        }
    }

    private static boolean fill(EventPage page, FunctionLog log, Range range) throws IOException {
        boolean known = range.after() > 0;
        try (LogScan scan = log.scan(range.after(), 0, Long.MAX_VALUE)) {
            for (LogRecord record = scan.next(); record != null; record = scan.next()) {
                known |= record.stream().equals(range.stream());
                if (range.has(record) && !page.add(record)) {
                    break;
                }
            }
        }
        return known;
    }

    private static boolean slide(EventPage page, FunctionLog log, Range range) throws IOException {
        boolean known = range.before() < Long.MAX_VALUE;
        try (LogScan scan = log.scan()) {
            for (LogRecord record = scan.next();
                    record != null && record.sequence() < range.before();
                    record = scan.next()) {
                known |= record.stream().equals(range.stream());
                if (range.has(record)) {
                    page.slide(record);
                }
            }
        }
        return known;
    }

    /** At the end of the stream, the token is that which was sent. */
    private static Map<String, Object> answer(EventPage page, long sequence) {
        LogRecord first = page.first();
        LogRecord last = page.last();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("events", page.plain());
        answer.put("nextForwardToken", FORWARD + (last == null ? sequence : last.sequence()));
        answer.put("nextBackwardToken", BACKWARD + (first == null ? sequence : first.sequence()));
        return answer;
    }
}
