package dev.effe.host.metrics;

import dev.effe.host.access.Caller;
import dev.effe.server.invoke.InvokeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operation ListMetrics: the metrics of the last days, with their dimensions. Immutable and thread-safe. */
final class MetricList {

    private static final String NAMESPACE = "AWS/Lambda";
    private static final int PAGE = 500;
    private static final long RECENT_MINUTES = 180;

    private final Meters meters;

    MetricList(Meters meters) {
        this.meters = meters;
    }

    /** The answer. A page ends with a function; NextToken is the next one's name. */
    Map<String, Object> answer(Parameters request, Caller caller) throws InvokeException, IOException {
        Map<String, String> filters = request.dimensions();
        String only = filters.getOrDefault(Dimensions.FUNCTION, "");
        caller.checkAdmin("cloudwatch:ListMetrics", only.isEmpty() ? null : only);
        String namespace = request.text("Namespace");
        String token = request.text("NextToken");
        String recently = request.text("RecentlyActive");
        if (!recently.isEmpty() && !recently.equals("PT3H")) {
            throw Parameters.invalid("The parameter RecentlyActive must be PT3H");
        }
        long from = recently.isEmpty() ? 0 : meters.minute() - RECENT_MINUTES;
        List<Object> metrics = new ArrayList<>();
        String next = null;
        List<String> functions = only.isEmpty() ? meters.functions() : List.of(only);
        for (String function : namespace.isEmpty() || namespace.equals(NAMESPACE) ? functions : List.<String>of()) {
            if (metrics.size() >= PAGE) {
                next = function;
                break;
            }
            if (function.compareTo(token) >= 0) {
                add(function, from, Metric.of(request.text("MetricName")), request, filters, metrics);
            }
        }
        return told(metrics, next);
    }

    private static Map<String, Object> told(List<Object> metrics, @Nullable String next) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Metrics", metrics);
        if (next != null) {
            answer.put("NextToken", next);
        }
        return answer;
    }

    private void add(
            String function,
            long from,
            Optional<Metric> only,
            Parameters request,
            Map<String, String> filters,
            List<Object> to)
            throws InvokeException, IOException {
        if (only.isEmpty() && !request.text("MetricName").isEmpty()) {
            return;
        }
        for (Dimensions dimensions : dimensions(function, from)) {
            Map<String, String> named = dimensions.named();
            boolean asked = filters.entrySet().stream()
                    .allMatch(filter -> named.containsKey(filter.getKey())
                            && (filter.getValue().isEmpty() || filter.getValue().equals(named.get(filter.getKey()))));
            for (Metric metric : asked ? Metric.values() : new Metric[0]) {
                if (only.isEmpty() || only.get() == metric) {
                    to.add(metric(metric, named));
                }
            }
        }
    }

    private Set<Dimensions> dimensions(String function, long from) throws IOException {
        Set<Dimensions> all = new LinkedHashSet<>();
        meters.read(function, from, Long.MAX_VALUE, sample -> {
            String resource = Dimensions.resource(function, sample);
            all.add(new Dimensions(function, null, null));
            all.add(new Dimensions(function, resource, null));
            all.add(new Dimensions(function, resource, sample.version()));
        });
        return all;
    }

    private static Map<String, Object> metric(Metric metric, Map<String, String> named) {
        List<Object> dimensions = new ArrayList<>();
        named.forEach((name, value) -> {
            Map<String, Object> dimension = new LinkedHashMap<>();
            dimension.put("Name", name);
            dimension.put("Value", value);
            dimensions.add(dimension);
        });
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("Namespace", NAMESPACE);
        told.put("MetricName", metric.label);
        told.put("Dimensions", dimensions);
        return told;
    }
}
