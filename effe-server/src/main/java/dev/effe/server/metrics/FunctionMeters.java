package dev.effe.server.metrics;

import dev.effe.server.events.EventStats;
import dev.effe.server.pool.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of one function. Thread-safe. */
final class FunctionMeters {

    /** The label that has the function's name, where a server has several. */
    static final String LABEL = "function";

    private final MeterRegistry registry;
    private final Tags tags;

    /** @param function its name, which is a label; "" for none */
    FunctionMeters(MeterRegistry registry, String function) {
        this.registry = registry;
        this.tags = function.isEmpty() ? Tags.empty() : Tags.of(LABEL, function);
    }

    void watch(Supplier<FunctionStats> stats) {
        contexts(stats);
        gauge("effe.contexts.limit", "Contexts that there may be: max-contexts", stats, FunctionStats::limit);
        gauge("effe.invocations.running", "Invocations that have a worker", stats, FunctionStats::running);
        gauge("effe.invocations.queued", "Invocations that wait for a worker", stats, FunctionStats::queued);
        gauge("effe.invocations.open", "Invocations whose response is not flushed", stats, FunctionStats::open);
    }

    private void contexts(Supplier<FunctionStats> stats) {
        contexts(stats, "idle", PoolStats::idle);
        contexts(stats, "in_use", PoolStats::inUse);
        contexts(stats, "starting", PoolStats::starting);
        contexts(stats, "stopping", PoolStats::stopping);
        contexts(stats, "overdue", PoolStats::overdue);
        counter(
                "effe.contexts.started",
                "Contexts ever started",
                stats,
                s -> s.contexts().started());
        counter(
                "effe.contexts.stopped",
                "Contexts ever stopped",
                stats,
                s -> s.contexts().stopped());
        counter(
                "effe.contexts.start.failures",
                "Starts that failed",
                stats,
                s -> s.contexts().startFailures());
        counter(
                "effe.contexts.stop.failures",
                "Stops that failed",
                stats,
                s -> s.contexts().stopFailures());
    }

    private void contexts(Supplier<FunctionStats> stats, String state, ToDoubleFunction<PoolStats> count) {
        Gauge.builder("effe.contexts", stats, s -> count.applyAsDouble(s.get().contexts()))
                .description("Contexts by state; overdue ones are counted in another state too")
                .tags(tags.and("state", state))
                .register(registry);
    }

    void watchEvents(Supplier<EventStats> stats) {
        gauge("effe.events.pending", "Events that wait or run", stats, EventStats::pending);
        gauge("effe.events.running", "Events that run", stats, EventStats::running);
        gauge("effe.events.untold", "Records that destinations are still to be told", stats, EventStats::untold);
        gauge("effe.events.failed", "Events given up and kept", stats, EventStats::failed);
        gauge("effe.events.bytes", "Bytes of the disk that events take, failed ones too", stats, EventStats::bytes);
        counter("effe.events.accepted", "Events ever accepted", stats, EventStats::accepted);
        counter("effe.events.done", "Events ever dealt with", stats, EventStats::done);
        counter("effe.events.errors", "Runs of events that failed", stats, EventStats::errors);
        counter("effe.events.told", "Records ever brought to destinations", stats, EventStats::told);
        counter(
                "effe.events.tell.errors",
                "Attempts to bring a record to a destination that failed",
                stats,
                EventStats::tellErrors);
        counter("effe.events.given.up", "Events ever given up", stats, EventStats::givenUp);
    }

    private <T> void gauge(String name, String description, Supplier<T> stats, ToDoubleFunction<T> value) {
        Gauge.builder(name, stats, s -> value.applyAsDouble(s.get()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private <T> void counter(String name, String description, Supplier<T> stats, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, stats, s -> value.applyAsDouble(s.get()))
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
