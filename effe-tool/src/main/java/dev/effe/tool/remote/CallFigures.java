package dev.effe.tool.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a function's calls that had one name. Immutable.
 *
 * @param called the name, such as {@code shop_orders:prod}
 * @param version that they ran; "" where the place does not tell
 * @param counted invocations and errors
 * @param throttles calls that there was no room for
 * @param averageMillis of a run
 * @param p99Millis the time within which 99 of 100 ran
 */
public record CallFigures(
        String called,
        String version,
        ErrorCounts.Counted counted,
        long throttles,
        double averageMillis,
        double p99Millis) {

    private static final String P99 = "p99";

    /** The figures of a function, by name and version, where there were calls. */
    public static List<CallFigures> of(MetricsClient metrics, String function, MetricsClient.Span span)
            throws IOException {
        List<Map<String, String>> all = metrics.series("Invocations", function);
        Set<String> versioned = new HashSet<>();
        for (Map<String, String> series : all) {
            if (series.containsKey(MetricsClient.VERSION)) {
                versioned.add(name(series));
            }
        }
        List<CallFigures> figures = new ArrayList<>();
        for (Map<String, String> series : all) {
            boolean blend = !series.containsKey(MetricsClient.VERSION) && versioned.contains(name(series));
            if (series.containsKey(MetricsClient.RESOURCE) && !blend) {
                CallFigures read = read(metrics, series, span);
                if (read.counted.calls() > 0 || read.throttles > 0) {
                    figures.add(read);
                }
            }
        }
        figures.sort(Comparator.comparing(CallFigures::called).thenComparing(CallFigures::version));
        return figures;
    }

    private static String name(Map<String, String> series) {
        return series.getOrDefault(MetricsClient.RESOURCE, "");
    }

    private static CallFigures read(MetricsClient metrics, Map<String, String> series, MetricsClient.Span span)
            throws IOException {
        double sum = 0;
        double count = 0;
        for (Map<String, Object> point :
                metrics.points("Duration", series, span, "Statistics", List.of("Sum", "SampleCount"))) {
            sum += JsonFields.decimal(point, "Sum");
            count += JsonFields.decimal(point, "SampleCount");
        }
        double p99 = 0;
        for (Map<String, Object> point : metrics.points("Duration", series, span, "ExtendedStatistics", List.of(P99))) {
            p99 = Math.max(p99, JsonFields.decimal(JsonFields.map(point.get("ExtendedStatistics")), P99));
        }
        long throttles = 0;
        for (Map<String, Object> point : metrics.points("Throttles", series, span, "Statistics", List.of("Sum"))) {
            throttles += JsonFields.number(point, "Sum");
        }
        return new CallFigures(
                name(series),
                series.getOrDefault(MetricsClient.VERSION, ""),
                ErrorCounts.of(metrics, series, span),
                throttles,
                count == 0 ? 0 : sum / count,
                p99);
    }
}
