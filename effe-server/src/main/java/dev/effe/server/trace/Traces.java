package dev.effe.server.trace;

import dev.effe.server.dispatch.Tracing;
import dev.effe.spi.trace.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The traces of a process. Made only where they are kept or exported. Thread-safe. */
public final class Traces {

    private final Optional<TraceStore> store;
    private final double sample;
    private final List<TraceListener> listeners = new ArrayList<>(2);

    /**
     * Makes them.
     *
     * @param mostKept how many are kept; empty for none
     * @param sample the part of the traces that begin here that is kept and exported, from 0 to 1
     * @param exporter gets the spans of each request when it has ended; empty for none
     */
    public Traces(Optional<Integer> mostKept, double sample, Optional<SpanExporter> exporter) {
        this.store = mostKept.map(TraceStore::new);
        this.sample = sample;
        store.ifPresent(listeners::add);
        exporter.ifPresent(to -> listeners.add(trace -> to.export(trace.spans())));
    }

    /** Traces a function, which is shown by this name. */
    public Tracing of(String function) {
        return new FunctionTracing(function, sample, this::ended);
    }

    private void ended(SampledTrace trace) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).ended(trace);
        }
    }

    /** The traces that are kept, if any are. */
    public Optional<TraceStore> store() {
        return store;
    }
}
