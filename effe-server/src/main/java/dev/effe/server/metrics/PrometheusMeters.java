package dev.effe.server.metrics;

import dev.effe.server.http.edge.EdgeStats;
import dev.effe.server.http.exchange.HttpStats;
import dev.effe.server.memory.MemoryBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** Every meter and its name, in Prometheus' text format. Thread-safe. */
final class PrometheusMeters {

    private static final String INVOCATIONS = "effe_invocations_seconds";
    private static final String INVOCATIONS_HELP = "Time from dispatch to the outcome";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, InvocationTimes> invocations;

    /** @param invocations by the names of their functions; may grow */
    PrometheusMeters(Map<String, InvocationTimes> invocations) {
        this.invocations = invocations;
        registry.getPrometheusRegistry().register(this::histogram);
        registry.getPrometheusRegistry().register(this::longest);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private MetricSnapshot histogram() {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder().name(INVOCATIONS).help(INVOCATIONS_HELP);
        invocations.forEach((function, times) -> times.byOutcome()
                .forEach((outcome, durations) -> all.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(labels(function, outcome))
                        .classicHistogramBuckets(buckets(durations))
                        .sum(durations.seconds())
                        .build())));
        return all.build();
    }

    private static Labels labels(String function, String outcome) {
        Labels labels = Labels.of("outcome", outcome);
        return function.isEmpty() ? labels : labels.add(FunctionMeters.LABEL, function);
    }

    static ClassicHistogramBuckets buckets(Durations times) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < Durations.bounds(); i++) {
            buckets.bucket(Durations.boundNanos(i) / 1e9, times.count(i));
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, times.count(Durations.bounds()))
                .build();
    }

    private MetricSnapshot longest() {
        GaugeSnapshot.Builder all =
                GaugeSnapshot.builder().name(INVOCATIONS + "_max").help(INVOCATIONS_HELP);
        invocations.forEach((function, times) -> times.byOutcome()
                .forEach((outcome, durations) -> all.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels(function, outcome))
                        .value(durations.longestSeconds())
                        .build())));
        return all.build();
    }

    /** Adds the times of calls between functions. */
    void watch(CallTimes calls) {
        registry.getPrometheusRegistry().register(() -> ofCalls(calls));
    }

    private static MetricSnapshot ofCalls(CallTimes calls) {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder().name("effe_calls_seconds").help("Time of a call between functions");
        calls.all()
                .forEach((key, durations) -> all.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(Labels.of(
                                FunctionMeters.LABEL,
                                key.function(),
                                "callee",
                                key.callee(),
                                "outcome",
                                key.end().label()))
                        .classicHistogramBuckets(buckets(durations))
                        .sum(durations.seconds())
                        .build()));
        return all.build();
    }

    /** Where those that are not Micrometer's are added. */
    PrometheusRegistry registry() {
        return registry.getPrometheusRegistry();
    }

    /** The meters of a function, with its name as a label unless that is "". */
    FunctionMeters of(String function) {
        return new FunctionMeters(registry, function);
    }

    /** Adds the connections of the main port. */
    void watch(HttpStats http) {
        gauge("effe.http.connections", "Connections that are open", http, HttpStats::connections);
        counter("effe.http.connections.refused", "Connections beyond the limit", http, HttpStats::connectionsRefused);
        counter("effe.http.client.aborts", "Clients gone before their answer", http, HttpStats::clientAborts);
        counter("effe.http.cut", "Answers begun and not sent whole", http, HttpStats::cutAnswers);
        counter("effe.http.stalled", "Clients that read too slowly", http, HttpStats::stalledClients);
        http.refusals()
                .forEach((reason, count) -> FunctionCounter.builder("effe.http.refused", count, c -> c.sum())
                        .description("Requests refused before any function saw them")
                        .tag("reason", reason)
                        .register(registry));
    }

    /** Adds what can be read off the handlers in front of HTTP. */
    void watch(EdgeStats edge) {
        counter("effe.tls.handshakes", "TLS connections made", edge, EdgeStats::handshakes);
        counter("effe.tls.handshakes.failed", "TLS connections not made", edge, EdgeStats::handshakesFailed);
        counter("effe.tls.reloads", "New certificates taken", edge, EdgeStats::reloads);
        counter("effe.tls.reloads.failed", "New certificates not taken", edge, EdgeStats::reloadsFailed);
        gauge(
                "effe.tls.certificate.end",
                "End of the certificate's validity, in seconds since 1970",
                edge,
                EdgeStats::certificateEndSeconds);
        counter("effe.proxy.refused", "Connections without a PROXY header", edge, EdgeStats::proxyRefused);
    }

    /** Adds whether the server is live, and whether it is ready. */
    void watch(BooleanSupplier live, BooleanSupplier ready) {
        gauge("effe.live", "1 if /livez is 200", live, up -> up.getAsBoolean() ? 1 : 0);
        gauge("effe.ready", "1 if /readyz is 200", ready, up -> up.getAsBoolean() ? 1 : 0);
    }

    /** Adds what can be read off the account of memory. */
    void watch(MemoryBudget memory) {
        gauge("effe.memory.used", "Bytes of requests and answers in flight", memory, MemoryBudget::usedBytes);
        gauge("effe.memory.limit", "Bytes that they may have", memory, MemoryBudget::limitBytes);
    }

    private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).register(registry);
    }

    private <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    /** Returns every meter's value now. May block: reads files of the operating system. */
    String scrape() {
        return registry.scrape(Meters.CONTENT_TYPE);
    }
}
