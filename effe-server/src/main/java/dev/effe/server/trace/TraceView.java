package dev.effe.server.trace;

import dev.effe.spi.trace.SpanRecord;
import java.util.ArrayList;
import java.util.List;

/** A trace as far as this process knows it: at least one request, and what its function did. Immutable. */
public final class TraceView {

    private final TraceId id;
    private final List<SampledTrace> requests;
    private final SampledTrace longest;

    TraceView(TraceId id, List<SampledTrace> requests) {
        this.id = id;
        this.requests = requests;
        SampledTrace most = requests.get(0);
        for (SampledTrace request : requests) {
            most = request.nanos() > most.nanos() ? request : most;
        }
        longest = most;
    }

    /** Its id, of 32 hexadecimal digits. */
    public String id() {
        return id.toString();
    }

    /** The function of the request that took longest. */
    public String function() {
        return longest.function();
    }

    /** The id of that request, as the log has it. */
    public String requestId() {
        return longest.requestId();
    }

    /** The name of that request, such as {@code GET /orders/{id}}. */
    public String name() {
        return longest.name();
    }

    /** The time of that request, in nanoseconds. */
    public long nanos() {
        return longest.nanos();
    }

    /** The beginning of that request, in nanoseconds since 1970. */
    public long startNanos() {
        return longest.beganEpochNanos();
    }

    /** True if a request of it failed. */
    public boolean isFailed() {
        return requests.stream().anyMatch(SampledTrace::isFailed);
    }

    boolean has(String function) {
        return requests.stream().anyMatch(request -> request.function().equals(function));
    }

    /** True if it is that trace, or has a request of that id. */
    boolean isCalled(String name) {
        return id().equals(name)
                || requests.stream().anyMatch(request -> request.requestId().equals(name));
    }

    /** Its spans, in no order. */
    public List<SpanRecord> spans() {
        List<SpanRecord> spans = new ArrayList<>();
        requests.forEach(request -> spans.addAll(request.spans()));
        return spans;
    }
}
