package dev.effe.server.trace;

import dev.effe.Span;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.RequestTrace;
import org.jspecify.annotations.Nullable;

/** A trace that is not kept: those who are called are told so. Thread-safe. */
final class UnsampledTrace implements RequestTrace {

    /** Made when first asked for, guarded by this. */
    private @Nullable String traceparent;

    /** @param sent what the request came with; null if it begins a trace */
    UnsampledTrace(@Nullable String sent) {
        traceparent = sent;
    }

    @Override
    public synchronized String traceparent() {
        if (traceparent == null) {
            traceparent = TraceId.random().traceparent(TraceId.spanId(), false);
        }
        return traceparent;
    }

    @Override
    public Span span(String name) {
        return Span.none();
    }

    @Override
    public Step call(String function, String method) {
        return new Unkept(traceparent());
    }

    @Override
    public Step append(String topic, int events) {
        return new Unkept(traceparent());
    }

    @Override
    public void ended(EndedInvocation invocation) {}
}
