package dev.effe.server.trace;

import dev.effe.Event;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.dispatch.RequestTrace;
import dev.effe.server.dispatch.Tracing;
import dev.effe.server.http.message.Traceparent;
import dev.effe.spi.trace.SpanRecord;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Decides which requests of a function are traced. Thread-safe. */
final class FunctionTracing implements Tracing {

    private final String function;
    private final double sample;
    private final TraceListener kept;

    /** @param sample the part of the traces that begin here that is kept, from 0 to 1 */
    FunctionTracing(String function, double sample, TraceListener kept) {
        this.function = function;
        this.sample = sample;
        this.kept = kept;
    }

    String function() {
        return function;
    }

    void ended(SampledTrace trace) {
        kept.ended(trace);
    }

    @Override
    public RequestTrace begin(Request request, Response response) {
        String parent = request.traceparent().orElse(null);
        if (parent != null && isReplay(request)) {
            return sampled()
                    ? new SampledTrace(this, TraceId.random(), 0, Optional.of(linkTo(parent)), request, response)
                    : new UnsampledTrace(null);
        }
        if (parent == null) {
            return sampled()
                    ? new SampledTrace(this, TraceId.random(), 0, Optional.empty(), request, response)
                    : new UnsampledTrace(null);
        }
        return Traceparent.isSampled(parent)
                ? new SampledTrace(
                        this, TraceId.of(parent), TraceId.parentOf(parent), Optional.empty(), request, response)
                : new UnsampledTrace(parent);
    }

    private boolean sampled() {
        return sample >= 1 || ThreadLocalRandom.current().nextDouble() < sample;
    }

    private static boolean isReplay(Request request) {
        @Nullable Event event = request.event().orElse(null);
        return event != null && event.replay().isPresent();
    }

    private static SpanRecord.Link linkTo(String traceparent) {
        return new SpanRecord.Link(TraceId.of(traceparent).toString(), TraceId.hex(TraceId.parentOf(traceparent)));
    }
}
