package dev.effe.server.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.Function;

/** The times of invocations and of calls between functions, as Prometheus has them: none that never occurred. Thread-safe. */
final class InvocationMeters {

    private static final String INVOCATIONS = "effe_invocations_seconds";
    private static final String OUTCOME = "outcome";

    private final Map<String, InvocationTimes> invocations;

    /** @param invocations by the names of their functions; may grow */
    InvocationMeters(Map<String, InvocationTimes> invocations) {
        this.invocations = invocations;
    }

    void register(PrometheusRegistry registry) {
        registry.register(this::byOutcome);
        registry.register(this::longest);
        registry.register(() ->
                ofFunctions("effe_queue_seconds", "Time from dispatch to run, but for a start", times -> times.queue));
        registry.register(() -> ofFunctions(
                "effe_start_seconds", "Time that calls waited for their context's start", times -> times.start));
    }

    private MetricSnapshot byOutcome() {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder().name(INVOCATIONS).help("Time from dispatch to the outcome");
        invocations.forEach((function, times) -> times.byOutcome()
                .forEach((outcome, durations) ->
                        all.dataPoint(point(Labels.of(OUTCOME, outcome).merge(of(function)), durations))));
        return all.build();
    }

    private MetricSnapshot longest() {
        GaugeSnapshot.Builder all = GaugeSnapshot.builder()
                .name(INVOCATIONS + "_max")
                .help("Longest time from dispatch to the outcome, of the last two to three minutes");
        invocations.forEach((function, times) -> times.byOutcome()
                .forEach((outcome, durations) -> all.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(OUTCOME, outcome).merge(of(function)))
                        .value(durations.longestSeconds())
                        .build())));
        return all.build();
    }

    private MetricSnapshot ofFunctions(String name, String help, Function<InvocationTimes, Durations> kind) {
        HistogramSnapshot.Builder all = HistogramSnapshot.builder().name(name).help(help);
        invocations.forEach((function, times) -> {
            Durations durations = kind.apply(times);
            if (!durations.isEmpty()) {
                all.dataPoint(point(of(function), durations));
            }
        });
        return all.build();
    }

    static MetricSnapshot ofCalls(CallTimes calls) {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder().name("effe_calls_seconds").help("Time of a call between functions");
        calls.all()
                .forEach((key, durations) -> all.dataPoint(point(
                        Labels.of(
                                FunctionMeters.LABEL,
                                key.function(),
                                "callee",
                                key.callee(),
                                OUTCOME,
                                key.end().label()),
                        durations)));
        return all.build();
    }

    private static Labels of(String function) {
        return function.isEmpty() ? Labels.EMPTY : Labels.of(FunctionMeters.LABEL, function);
    }

    private static HistogramDataPointSnapshot point(Labels labels, Durations times) {
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets(times))
                .sum(times.seconds())
                .build();
    }

    static ClassicHistogramBuckets buckets(Durations times) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < Durations.bounds(); i++) {
            buckets.bucket(Durations.boundNanos(i) / 1e9, times.count(i));
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, times.count(Durations.bounds()))
                .build();
    }
}
