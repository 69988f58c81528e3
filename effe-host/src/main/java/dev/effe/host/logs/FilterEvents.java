package dev.effe.host.logs;

import dev.effe.server.invoke.InvokeException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The operation FilterLogEvents. Stateless. */
final class FilterEvents {

    /** One answer looks no further; the next one goes on from there. */
    private static final long MOST_SCANNED_BYTES = 32L << 20;

    private static final int MOST_STREAMS = 100;

    private FilterEvents() {}

    static Map<String, Object> answer(LogRequest request, FunctionLog log) throws InvokeException, IOException {
        Predicate<LogRecord> wanted = wanted(request);
        long from = request.time("startTime", 0);
        long last = request.time("endTime", Long.MAX_VALUE);
        EventPage page = new EventPage(request.number("limit", 1, EventPage.MOST_EVENTS, EventPage.MOST_EVENTS));
        Map<String, Object> answer = new LinkedHashMap<>();
        try (LogScan scan = log.scan(LogRequest.sequence(request.text("nextToken")), from, last)) {
            for (LogRecord record = scan.next(); record != null; record = scan.next()) {
                if (wanted.test(record) && !page.add(record)) {
                    answer.put("nextToken", Long.toString(record.sequence() - 1));
                    break;
                }
                if (scan.scannedBytes() > MOST_SCANNED_BYTES) {
                    answer.put("nextToken", Long.toString(scan.sequence()));
                    break;
                }
            }
        }
        answer.put("events", page.filtered());
        answer.put("searchedLogStreams", List.of()); // As AWS answers by now.
        return answer;
    }

    private static Predicate<LogRecord> wanted(LogRequest request) throws InvokeException {
        FilterPattern pattern = FilterPattern.of(request.text("filterPattern"));
        List<String> streams = request.texts("logStreamNames", MOST_STREAMS);
        String prefix = request.text("logStreamNamePrefix");
        if (!streams.isEmpty() && !prefix.isEmpty()) {
            throw LogErrors.invalid("logStreamNames and logStreamNamePrefix cannot be given both");
        }
        return record -> (streams.isEmpty() || streams.contains(record.stream()))
                && record.stream().startsWith(prefix)
                && pattern.matches(record.text());
    }
}
