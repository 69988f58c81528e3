package dev.effe.host.metrics;

import dev.effe.host.access.Caller;
import dev.effe.host.metrics.AnswerTree.Entries;
import dev.effe.server.invoke.InvokeException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The operations of CloudWatch that read metrics of Lambda, as AWS has them. Immutable and thread-safe. */
final class MetricOperations {

    private static final String NAMESPACE = "AWS/Lambda";
    private static final int MOST_DATAPOINTS = 1440;
    private static final int MOST_OF_ALL = 100_800;
    private static final int MOST_QUERIES = 500;
    private static final long SECONDS = 60;

    private final Meters meters;

    MetricOperations(Meters meters) {
        this.meters = meters;
    }

    /** The answer of GetMetricStatistics. */
    Map<String, Object> statistics(Parameters request, Caller caller) throws InvokeException, IOException {
        String name = request.required("MetricName");
        String namespace = request.required("Namespace");
        List<Statistic> asked = asked(request);
        List<Object> datapoints = new ArrayList<>();
        MetricQuery query = query(namespace, name, request, request, "GetMetricStatistics", caller);
        checkCount(request);
        if (query != null && hasUnit(query.metric(), request)) {
            query.answer(meters)
                    .forEach((minute, statistics) -> datapoints.add(datapoint(minute, query, statistics, asked)));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Label", name);
        answer.put("Datapoints", datapoints);
        return answer;
    }

    private static List<Statistic> asked(Parameters request) throws InvokeException {
        List<Statistic> asked = new ArrayList<>();
        for (String name : request.texts("Statistics")) {
            asked.add(Statistic.simple(name));
        }
        if (!asked.isEmpty() && !request.list("ExtendedStatistics").isEmpty()) {
            throw Parameters.combination("The parameters Statistics and ExtendedStatistics cannot be used together.");
        }
        for (String name : request.texts("ExtendedStatistics")) {
            asked.add(Statistic.percentile(name));
        }
        if (asked.isEmpty()) {
            throw InvokeException.user(
                    "MissingRequiredParameterException",
                    400,
                    "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        }
        return asked;
    }

    private static void checkCount(Parameters request) throws InvokeException {
        long count = (request.minute("EndTime") - request.minute("StartTime")) / request.period();
        if (count > MOST_DATAPOINTS) {
            throw Parameters.combination(String.format(
                    Locale.ROOT,
                    "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may reduce the"
                            + " datapoints requested by increasing Period, or decreasing the time range.",
                    count,
                    MOST_DATAPOINTS));
        }
    }

    private static Map<String, Object> datapoint(
            long minute, MetricQuery query, Metric.Statistics statistics, List<Statistic> asked) {
        Map<String, Object> datapoint = new LinkedHashMap<>();
        Map<String, Object> extended = new LinkedHashMap<>();
        datapoint.put("Timestamp", Instant.ofEpochSecond(minute * SECONDS));
        for (Statistic statistic : asked) {
            (statistic.extended() ? extended : datapoint)
                    .put(statistic.name(), statistic.of().applyAsDouble(statistics));
        }
        datapoint.put("Unit", query.metric().unit);
        if (!extended.isEmpty()) {
            datapoint.put("ExtendedStatistics", new Entries(extended));
        }
        return datapoint;
    }

    private static boolean hasUnit(Metric metric, Parameters request) throws InvokeException {
        String unit = request.text("Unit");
        return unit.isEmpty() || unit.equals(metric.unit);
    }

    /**
     * A question.
     *
     * @param metric with the dimensions
     * @param times with the period
     * @return null if there are no such metrics
     */
    private static @Nullable MetricQuery query(
            String namespace, String name, Parameters metric, Parameters times, String operation, Caller caller)
            throws InvokeException {
        Map<String, String> named = metric.dimensions();
        caller.checkAdmin("cloudwatch:" + operation, named.get(Dimensions.FUNCTION));
        long from = times.minute("StartTime");
        long to = times.minute("EndTime");
        if (from >= to) {
            throw Parameters.invalid("The parameter StartTime must be less than the parameter EndTime.");
        }
        long period = times.period();
        Dimensions dimensions = Dimensions.of(named);
        Metric known = Metric.of(name).orElse(null);
        return dimensions == null || known == null || !namespace.equals(NAMESPACE)
                ? null
                : new MetricQuery(known, dimensions, from, to, period);
    }

    /** The answer of GetMetricData. */
    Map<String, Object> data(Parameters request, Caller caller) throws InvokeException, IOException {
        List<Parameters> queries = request.structures("MetricDataQueries");
        if (queries.isEmpty()) {
            throw Parameters.missing("MetricDataQueries");
        }
        if (queries.size() > MOST_QUERIES) {
            throw Parameters.invalid("The collection MetricDataQueries must not have a size greater than 500.");
        }
        boolean ascending = request.text("ScanBy").equals("TimestampAscending");
        List<Object> results = new ArrayList<>();
        long left = MOST_OF_ALL;
        for (Parameters query : queries) {
            Map<String, Object> result = result(query, request, ascending, caller);
            left -= ((List<?>) result.getOrDefault("Values", List.of())).size();
            if (left < 0) {
                throw Parameters.combination("The request has more than 100,800 datapoints: increase Period");
            }
            boolean wanted = !query.text("ReturnData").equals("false");
            if (wanted) {
                results.add(result);
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("MetricDataResults", results);
        answer.put("Messages", List.of());
        return answer;
    }

    private Map<String, Object> result(Parameters query, Parameters request, boolean ascending, Caller caller)
            throws InvokeException, IOException {
        if (!query.text("Expression").isEmpty()) {
            throw Parameters.invalid("Expression is not supported by this host: ask for MetricStat");
        }
        Parameters asked = query.structure("MetricStat");
        Parameters metric = asked.structure("Metric");
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("StartTime", request.members().get("StartTime"));
        times.put("EndTime", request.members().get("EndTime"));
        times.put("Period", asked.members().get("Period"));
        String name = metric.required("MetricName");
        Statistic statistic = Statistic.any(asked.required("Stat"));
        MetricQuery made =
                query(metric.required("Namespace"), name, metric, new Parameters(times), "GetMetricData", caller);
        List<Object> timestamps = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (made != null && hasUnit(made.metric(), asked)) {
            SortedMap<Long, Metric.Statistics> found = made.answer(meters);
            found.forEach((minute, statistics) -> {
                timestamps.add(Instant.ofEpochSecond(minute * SECONDS));
                values.add(statistic.of().applyAsDouble(statistics));
            });
        }
        if (!ascending) {
            Collections.reverse(timestamps);
            Collections.reverse(values);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("Id", query.required("Id"));
        result.put("Label", query.text("Label").isEmpty() ? name : query.text("Label"));
        result.put("Timestamps", timestamps);
        result.put("Values", values);
        result.put("StatusCode", "Complete");
        return result;
    }
}
