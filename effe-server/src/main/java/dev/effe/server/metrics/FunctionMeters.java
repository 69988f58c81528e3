package dev.effe.server.metrics;

import dev.effe.server.dispatch.Admission;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventStats;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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

    void watch(ContextPool<?> pool, Admission admission) {
        contexts(pool);
        gauge("effe.invocations.running", "Invocations that have a worker", admission, Admission::running);
        gauge("effe.invocations.queued", "Invocations that wait for a worker", admission, Admission::queued);
        gauge("effe.invocations.open", "Invocations whose response is not flushed", admission, Admission::permits);
    }

    private void contexts(ContextPool<?> pool) {
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
    }

    private void contexts(ContextPool<?> pool, String state, ToDoubleFunction<PoolStats> count) {
        Gauge.builder("effe.contexts", pool, p -> count.applyAsDouble(p.stats()))
                .description("Contexts by state; overdue ones are counted in another state too")
                .tags(tags.and("state", state))
                .register(registry);
    }

    void watch(EventQueue events) {
        now("effe.events.pending", "Events that wait or run", events, EventStats::pending);
        now("effe.events.running", "Events that run", events, EventStats::running);
        now("effe.events.untold", "Records that destinations are still to be told", events, EventStats::untold);
        now("effe.events.failed", "Events given up and kept", events, EventStats::failed);
        now("effe.events.bytes", "Bytes of the disk that events take, failed ones too", events, EventStats::bytes);
        ever("effe.events.accepted", "Events ever accepted", events, EventStats::accepted);
        ever("effe.events.done", "Events ever dealt with", events, EventStats::done);
        ever("effe.events.errors", "Runs of events that failed", events, EventStats::errors);
        ever("effe.events.told", "Records ever brought to destinations", events, EventStats::told);
        ever(
                "effe.events.tell.errors",
                "Attempts to bring a record to a destination that failed",
                events,
                EventStats::tellErrors);
        ever("effe.events.given.up", "Events ever given up", events, EventStats::givenUp);
    }

    private void now(String name, String description, EventQueue events, ToDoubleFunction<EventStats> value) {
        gauge(name, description, events, e -> value.applyAsDouble(e.stats()));
    }

    private void ever(String name, String description, EventQueue events, ToDoubleFunction<EventStats> value) {
        counter(name, description, events, e -> value.applyAsDouble(e.stats()));
    }

    private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).description(description).tags(tags).register(registry);
    }

    private <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
