package dev.effe.tool.remote;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The invocations of a version and their errors. Thread-safe. */
public final class ErrorCounts {

    private final MetricsClient metrics;

    public ErrorCounts(MetricsClient metrics) {
        this.metrics = metrics;
    }

    /**
     * Counts of calls.
     *
     * @param errors of the calls
     * @param calls that have ended
     */
    public record Counted(long errors, long calls) {

        public static final Counted NONE = new Counted(0, 0);

        /** These without those that were there before. */
        public Counted since(Counted before) {
            return new Counted(Math.max(0, errors - before.errors), Math.max(0, calls - before.calls));
        }

        /** The share of errors, from 0 to 1; 0 if there are no calls. */
        public double share() {
            return calls == 0 ? 0 : (double) errors / calls;
        }
    }

    /** The calls of an alias that a version has had. */
    public Counted of(String function, String alias, String version, MetricsClient.Span span) throws IOException {
        return of(
                metrics,
                Map.of(
                        MetricsClient.FUNCTION, function,
                        MetricsClient.RESOURCE, function + ":" + alias,
                        MetricsClient.VERSION, version),
                span);
    }

    static Counted of(MetricsClient metrics, Map<String, String> dimensions, MetricsClient.Span span)
            throws IOException {
        long errors = 0;
        long calls = 0;
        for (Map<String, Object> point :
                metrics.points("Errors", dimensions, span, "Statistics", List.of("Sum", "SampleCount"))) {
            errors += JsonFields.number(point, "Sum");
            calls += JsonFields.number(point, "SampleCount");
        }
        return new Counted(errors, calls);
    }
}
