package dev.effe.tool.remote;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks CloudWatch, or a host, for the metrics of functions. Thread-safe. */
public final class MetricsClient {

    static final String FUNCTION = "FunctionName";
    static final String RESOURCE = "Resource";
    static final String VERSION = "ExecutedVersion";

    private static final String SERVICE = "GraniteServiceVersion20100801.";
    private static final String NAMESPACE = "AWS/Lambda";
    private static final int MINUTE_SECONDS = 60;
    private static final int DAY_SECONDS = 86_400;

    private final LambdaClient client;

    private MetricsClient(LambdaClient client) {
        this.client = client;
    }

    /** A client of one place. */
    public static MetricsClient at(Endpoint endpoint, AwsProfile profile, Pause pause) {
        return new MetricsClient(LambdaClient.of(endpoint, profile, pause, AwsService.METRICS));
    }

    /**
     * A span of time, which ends with the minute of its end.
     *
     * @param from within the first minute
     * @param to within the last minute
     */
    public record Span(Instant from, Instant to) {

        private long first() {
            return from.getEpochSecond() / MINUTE_SECONDS * MINUTE_SECONDS;
        }

        private long end() {
            return (to.getEpochSecond() / MINUTE_SECONDS + 1) * MINUTE_SECONDS;
        }
    }

    /**
     * The figures of a metric, in as few points as there can be.
     *
     * @param dimensions by their names
     * @param kind of the statistics, Statistics or ExtendedStatistics
     */
    List<Map<String, Object>> points(
            String metric, Map<String, String> dimensions, Span span, String kind, List<String> statistics)
            throws IOException {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("Namespace", NAMESPACE);
        asked.put("MetricName", metric);
        asked.put("Dimensions", list(dimensions));
        asked.put("StartTime", span.first());
        asked.put("EndTime", span.end());
        asked.put("Period", Math.min(DAY_SECONDS, span.end() - span.first()));
        asked.put(kind, statistics);
        List<Map<String, Object>> points = new ArrayList<>();
        for (Object point : JsonFields.list(ask("GetMetricStatistics", asked).get("Datapoints"))) {
            points.add(JsonFields.map(point));
        }
        return points;
    }

    /** The dimensions of each series of a metric that a function has. */
    List<Map<String, String>> series(String metric, String function) throws IOException {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("Namespace", NAMESPACE);
        asked.put("MetricName", metric);
        asked.put("Dimensions", list(Map.of(FUNCTION, function)));
        List<Map<String, String>> series = new ArrayList<>();
        String next;
        do {
            Map<String, Object> answer = ask("ListMetrics", asked);
            for (Object item : JsonFields.list(answer.get("Metrics"))) {
                series.add(dimensions(JsonFields.map(item)));
            }
            next = JsonFields.text(answer, "NextToken");
            asked.put("NextToken", next);
        } while (!next.isEmpty());
        return series;
    }

    private Map<String, Object> ask(String operation, Map<String, Object> asked) throws IOException {
        return client.ask(SERVICE + operation, "1.0", asked);
    }

    private static List<Map<String, String>> list(Map<String, String> dimensions) {
        List<Map<String, String>> list = new ArrayList<>();
        new TreeMap<>(dimensions).forEach((name, value) -> list.add(Map.of("Name", name, "Value", value)));
        return list;
    }

    private static Map<String, String> dimensions(Map<String, Object> metric) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (Object item : JsonFields.list(metric.get("Dimensions"))) {
            Map<String, Object> dimension = JsonFields.map(item);
            dimensions.put(JsonFields.text(dimension, "Name"), JsonFields.text(dimension, "Value"));
        }
        return dimensions;
    }
}
