package dev.effe.server.metrics;

import dev.effe.StatusException;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.events.EventQueue;
import dev.effe.server.http.EdgeStats;
import dev.effe.server.http.HttpStats;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Every meter and its name, in Prometheus' text format. Made only where there is an admin port. Thread-safe. */
public final class Meters implements DispatchListener {

    /** The media type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer succeeded = invocations("succeeded");
    private final Timer answeredStatus = invocations("status");
    private final Timer failed = invocations("failed");
    private final Timer timedOut = invocations("timed_out");
    private final Timer rejected = invocations("rejected");
    private final Timer abandoned = invocations("abandoned");

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private Timer invocations(String outcome) {
        return Timer.builder("effe.invocations")
                .description("Time from dispatch to the outcome")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }

    @Override
    public void ended(Outcome outcome, long nanos) {
        timer(outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded) {
            return succeeded;
        }
        if (outcome instanceof Outcome.Failed failure) {
            return failure.cause() instanceof StatusException ? answeredStatus : failed;
        }
        if (outcome instanceof Outcome.Abandoned) {
            return abandoned;
        }
        return outcome instanceof Outcome.TimedOut ? timedOut : rejected;
    }

    /** Adds what can be read off the server's parts when it is asked for. */
    public void watch(ContextPool<?> pool, Admission admission, HttpStats http) {
        contexts(pool, "idle", PoolStats::idle);
        contexts(pool, "in_use", PoolStats::inUse);
        contexts(pool, "starting", PoolStats::starting);
        contexts(pool, "stopping", PoolStats::stopping);
        contexts(pool, "overdue", PoolStats::overdue);
        counter(
                "effe.contexts.started",
                "Contexts ever started",
                pool,
                p -> p.stats().started());
        counter(
                "effe.contexts.stopped",
                "Contexts ever stopped",
                pool,
                p -> p.stats().stopped());
        counter(
                "effe.contexts.start.failures",
                "Starts that failed",
                pool,
                p -> p.stats().startFailures());
        counter(
                "effe.contexts.stop.failures",
                "Stops that failed",
                pool,
                p -> p.stats().stopFailures());
        gauge("effe.invocations.running", "Invocations that have a worker", admission, Admission::running);
        gauge("effe.invocations.queued", "Invocations that wait for a worker", admission, Admission::queued);
        gauge("effe.invocations.open", "Invocations whose response is not flushed", admission, Admission::permits);
        gauge("effe.http.connections", "Connections that are open", http, HttpStats::connections);
        counter("effe.http.connections.refused", "Connections beyond the limit", http, HttpStats::connectionsRefused);
        counter("effe.http.client.aborts", "Clients gone before their answer", http, HttpStats::clientAborts);
        counter("effe.http.stalled", "Clients that read too slowly", http, HttpStats::stalledClients);
        http.refusals()
                .forEach((reason, count) -> FunctionCounter.builder("effe.http.refused", count, c -> c.sum())
                        .description("Requests refused before any function saw them")
                        .tag("reason", reason)
                        .register(registry));
    }

    /** Adds what can be read off the handlers in front of HTTP. */
    public void watch(EdgeStats edge) {
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

    /** Adds what can be read off asynchronous invocations. */
    public void watch(EventQueue events) {
        gauge(
                "effe.events.pending",
                "Events that wait or run",
                events,
                e -> e.stats().pending());
        gauge("effe.events.running", "Events that run", events, e -> e.stats().inFlight());
        gauge(
                "effe.events.failed",
                "Events given up and kept",
                events,
                e -> e.stats().failed());
        counter(
                "effe.events.accepted",
                "Events ever accepted",
                events,
                e -> e.stats().accepted());
        counter(
                "effe.events.done",
                "Events ever dealt with",
                events,
                e -> e.stats().done());
        counter(
                "effe.events.errors",
                "Runs of events that failed",
                events,
                e -> e.stats().errors());
        counter(
                "effe.events.given.up",
                "Events ever given up",
                events,
                e -> e.stats().givenUp());
    }

    private void contexts(ContextPool<?> pool, String state, ToDoubleFunction<PoolStats> count) {
        Gauge.builder("effe.contexts", pool, p -> count.applyAsDouble(p.stats()))
                .description("Contexts by state; overdue ones are counted in another state too")
                .tag("state", state)
                .register(registry);
    }

    private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).register(registry);
    }

    private <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    /** Returns every meter's value now. May block: reads files of the operating system. */
    public String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }
}
