package dev.effe.server.metrics;

import dev.effe.server.call.CallListener;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.events.EventStats;
import dev.effe.server.http.LoopLag;
import dev.effe.server.http.edge.EdgeStats;
import dev.effe.server.http.exchange.HttpStats;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.spi.trace.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts that are measured. Invocations are counted from the beginning; all else, such as Micrometer's registry, is
 * made when the metrics are first asked for, since it would take the start 200 ms. Made only where there is an admin
 * port. Thread-safe.
 */
public final class Meters {

    /** The media type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, InvocationTimes> invocations = new ConcurrentHashMap<>();

    // Guarded by this.
    private final List<Consumer<PrometheusMeters>> watched = new ArrayList<>();
    private @Nullable PrometheusMeters made;

    /**
     * The times of a function's invocations, which whoever dispatches them tells.
     *
     * @param function its name, which is a label; "" for none
     */
    public DispatchListener of(String function) {
        return invocations.computeIfAbsent(function, name -> new InvocationTimes());
    }

    /**
     * Adds the contexts and invocations of a function.
     *
     * @param function its name, which is a label; "" for none
     * @param stats those of now
     */
    public void watch(String function, Supplier<FunctionStats> stats) {
        add(meters -> meters.of(function).watch(stats));
    }

    /** Adds the times of calls between functions, which whoever makes them tells. To be called once. */
    public CallListener calls() {
        return CallTimes.in(this);
    }

    /** Adds the connections of the main port, whose answers are counted from now on. */
    public void watch(HttpStats http) {
        http.countTraffic();
        add(meters -> meters.http().watch(http));
    }

    /** Adds what can be read off the handlers in front of HTTP. */
    public void watch(EdgeStats edge) {
        add(meters -> meters.http().watch(edge));
    }

    /** Adds the delay of event loops, which is measured from the first scrape on. */
    public void watch(LoopLag lag) {
        add(meters -> meters.http().watch(lag));
    }

    /** Adds which Effe this is. */
    public void watchBuild(String version) {
        add(meters -> meters.build(version));
    }

    /** Adds whether the server is live, and whether it is ready. */
    public void watch(BooleanSupplier live, BooleanSupplier ready) {
        add(meters -> meters.watch(live, ready));
    }

    /**
     * Adds the events of a function.
     *
     * @param function its name, which is a label; "" for none
     * @param stats those of now
     */
    public void watchEvents(String function, Supplier<EventStats> stats) {
        add(meters -> meters.of(function).watchEvents(stats));
    }

    /** Adds what can be read off the account of memory. */
    public void watch(MemoryBudget memory) {
        add(meters -> meters.watch(memory));
    }

    /** Adds the spans that go to a collector. */
    public void watch(SpanExporter exporter) {
        add(meters -> meters.watch(exporter));
    }

    synchronized void add(Consumer<PrometheusMeters> watch) {
        watched.add(watch);
        if (made != null) {
            watch.accept(made);
        }
    }

    /** Returns every meter's value now. May block: reads files of the operating system. */
    public String scrape() {
        return made().scrape();
    }

    private synchronized PrometheusMeters made() {
        if (made == null) {
            PrometheusMeters meters = new PrometheusMeters(invocations);
            for (Consumer<PrometheusMeters> watch : watched) {
                watch.accept(meters);
            }
            made = meters;
        }
        return made;
    }
}
