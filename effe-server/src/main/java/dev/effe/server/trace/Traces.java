package dev.effe.server.trace;

import dev.effe.server.dispatch.Tracing;

/** The traces of a process. Made only where they are kept. Thread-safe. */
public final class Traces {

    private final TraceStore store;
    private final double sample;

    /**
     * Makes them.
     *
     * @param mostKept how many are kept
     * @param sample the part of the traces that begin here that is kept, from 0 to 1
     */
    public Traces(int mostKept, double sample) {
        this.store = new TraceStore(mostKept);
        this.sample = sample;
    }

    /** Traces a function, which is shown by this name. */
    public Tracing of(String function) {
        return new FunctionTracing(function, sample, store);
    }

    /** Those that are kept. */
    public TraceStore store() {
        return store;
    }
}
