package dev.effe.server.metrics;

import dev.effe.server.memory.MemoryBudget;
import dev.effe.spi.trace.SpanExporter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** Every meter and its name, in Prometheus' text format. Thread-safe. */
final class PrometheusMeters {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** @param invocations by the names of their functions; may grow */
    PrometheusMeters(Map<String, InvocationTimes> invocations) {
        new InvocationMeters(invocations).register(registry());
        ProcessMeters.register(registry);
        ProcessMeters.registerPauses(registry());
    }

    /** Adds the times of calls between functions. */
    void watch(CallTimes calls) {
        registry().register(() -> InvocationMeters.ofCalls(calls));
    }

    /** Where those that are not Micrometer's are added. */
    PrometheusRegistry registry() {
        return registry.getPrometheusRegistry();
    }

    /** The meters of a function, with its name as a label unless that is "". */
    FunctionMeters of(String function) {
        return new FunctionMeters(registry, function);
    }

    /** The meters of the main port's connections. */
    HttpMeters http() {
        return new HttpMeters(this);
    }

    /** Adds which Effe this is. */
    void build(String version) {
        ProcessMeters.registerBuild(registry(), version);
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

    /** Adds the spans that go to a collector. */
    void watch(SpanExporter exporter) {
        counter("effe.spans.exported", "Spans that the collector has taken", exporter, SpanExporter::exported);
        counter("effe.spans.dropped", "Spans that the collector has not taken", exporter, SpanExporter::dropped);
    }

    <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).register(registry);
    }

    /** Returns every meter's value now. May block: reads files of the operating system. */
    String scrape() {
        return registry.scrape(Meters.CONTENT_TYPE);
    }
}
