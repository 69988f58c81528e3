package dev.effe.server.trace;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest traces of this process, each with all that is known of it here. When there are too many, or they take too
 * much, those go that have been there longest. Thread-safe.
 */
public final class TraceStore implements TraceListener {

    /** The most bytes of all traces, about. */
    static final int MOST_BYTES = 8 << 20;

    private static final int TRACE_BYTES = 200;

    private final int mostTraces;
    private final int mostBytes;

    // Guarded by this.
    private final Map<TraceId, Kept> traces = new LinkedHashMap<>();
    private long bytes;

    /** The requests of a trace, in the order in which they ended. */
    private static final class Kept {
        final List<SampledTrace> requests = new ArrayList<>(1);
        long bytes = TRACE_BYTES;
    }

    TraceStore(int mostTraces) {
        this(mostTraces, MOST_BYTES);
    }

    TraceStore(int mostTraces, int mostBytes) {
        this.mostTraces = mostTraces;
        this.mostBytes = mostBytes;
    }

    @Override
    public void ended(SampledTrace trace) {
        int size = trace.bytes();
        synchronized (this) {
            Kept kept = traces.get(trace.traceId());
            if (kept == null) {
                kept = new Kept();
                traces.put(trace.traceId(), kept);
                bytes += TRACE_BYTES;
            }
            kept.requests.add(trace);
            kept.bytes += size;
            bytes += size;
            while (traces.size() > mostTraces || bytes > mostBytes) {
                removeOldest();
            }
        }
    }

    private void removeOldest() {
        Iterator<Kept> oldest = traces.values().iterator();
        bytes -= oldest.next().bytes;
        oldest.remove();
    }

    /**
     * The traces that a query asks for, in its order.
     *
     * @return at most as many as it wants
     */
    public List<TraceView> find(TraceQuery query) {
        List<TraceView> found = new ArrayList<>();
        for (TraceView view : views()) {
            if (query.matches(view)) {
                found.add(view);
            }
        }
        found.sort(query.order());
        return List.copyOf(found.subList(0, Math.min(query.most(), found.size())));
    }

    private synchronized List<TraceView> views() {
        List<TraceView> views = new ArrayList<>(traces.size());
        traces.forEach((id, kept) -> views.add(new TraceView(id, List.copyOf(kept.requests))));
        return views;
    }
}
