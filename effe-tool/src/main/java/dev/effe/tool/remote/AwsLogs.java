package dev.effe.tool.remote;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The logs of AWS, which has no cursor: who follows asks again from ten seconds before the last line, since lines come
 * there late, and leaves out the events that it has seen. Thread-safe.
 */
final class AwsLogs implements LogSource {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final long LATE_MILLIS = Duration.ofSeconds(10).toMillis();

    private final LambdaClient client;
    private final InstantSource clock;

    AwsLogs(LambdaClient client) {
        this(client, InstantSource.system());
    }

    AwsLogs(LambdaClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public void read(String function, Duration since, boolean follow, Consumer<LogEvent> to) throws IOException {
        Map<String, Long> seen = new HashMap<>();
        long fromMillis = clock.millis() - since.toMillis();
        while (true) {
            long lastMillis = pages(function, fromMillis, seen, to);
            if (!follow) {
                return;
            }
            fromMillis = Math.max(fromMillis, lastMillis - LATE_MILLIS);
            long oldest = fromMillis;
            seen.values().removeIf(millis -> millis < oldest);
            client.pause().of(BETWEEN_LOOKS);
        }
    }

    /** Reads all pages. Returns the time of the last event. */
    private long pages(String function, long fromMillis, Map<String, Long> seen, Consumer<LogEvent> to)
            throws IOException {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("logGroupName", "/aws/lambda/" + function);
        question.put("startTime", fromMillis);
        long lastMillis = 0;
        while (true) {
            Map<String, Object> page = client.ask("Logs_20140328.FilterLogEvents", "1.1", question);
            for (Object item : JsonFields.list(page.get("events"))) {
                Map<String, Object> event = JsonFields.map(item);
                long millis = JsonFields.number(event, "timestamp");
                lastMillis = Math.max(lastMillis, millis);
                if (seen.put(JsonFields.text(event, "eventId"), millis) == null) {
                    to.accept(event(function, event, millis));
                }
            }
            String next = JsonFields.text(page, "nextToken");
            if (next.isEmpty()) {
                return lastMillis;
            }
            question.put("nextToken", next);
        }
    }

    private static LogEvent event(String function, Map<String, Object> event, long millis) {
        String stream = JsonFields.text(event, "logStreamName");
        int open = stream.indexOf('[');
        int end = stream.indexOf(']', open + 1);
        return new LogEvent(
                Instant.ofEpochMilli(millis).toString(),
                function,
                open < 0 || end < 0 ? "" : stream.substring(open + 1, end),
                stream,
                JsonFields.text(event, "message").stripTrailing());
    }
}
