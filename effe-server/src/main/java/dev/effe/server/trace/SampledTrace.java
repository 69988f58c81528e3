package dev.effe.server.trace;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Span;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.RequestTrace;
import dev.effe.spi.trace.SpanRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request's trace that is kept: a few numbers, of which spans are made when somebody asks. Thread-safe; its values are
 * those of the end once {@link #ended} has been called.
 */
final class SampledTrace implements RequestTrace {

    /** The most spans that a function makes in one request, calls and appends included. */
    static final int MOST_PARTS = 256;

    /** Bytes of a request without parts, about. */
    private static final int BYTES = 300;

    private final FunctionTracing tracing;
    private final TraceId traceId;
    private final long parentId;
    private final Optional<SpanRecord.Link> link;
    private final long spanId = TraceId.spanId();
    private final long runId = TraceId.spanId();

    /** Let go of at the end. */
    private @Nullable Request request;

    private @Nullable Response response;

    // Its dispatch, about; exactly from the end on.
    private long beganEpochNanos;
    private long beganNanos;

    // Written by the end.
    private @Nullable RequestFacts facts;
    private RequestEnd end = RequestEnd.NONE;

    // Guarded by this.
    private @Nullable List<Part> parts;
    private int leftOut;

    SampledTrace(
            FunctionTracing tracing,
            TraceId traceId,
            long parentId,
            Optional<SpanRecord.Link> link,
            Request request,
            Response response) {
        this.tracing = tracing;
        this.traceId = traceId;
        this.parentId = parentId;
        this.link = link;
        this.request = request;
        this.response = response;
        Instant now = Instant.now();
        beganEpochNanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        beganNanos = System.nanoTime();
    }

    TraceId traceId() {
        return traceId;
    }

    // While the request goes on.

    @Override
    public String traceparent() {
        return traceparentOf(current());
    }

    String traceparentOf(long span) {
        return traceId.traceparent(span, true);
    }

    /** The innermost span that this thread has begun, else the run. */
    private synchronized long current() {
        List<Part> known = parts;
        if (known != null) {
            Thread asking = Thread.currentThread();
            for (int i = known.size() - 1; i >= 0; i--) {
                if (asking.equals(known.get(i).thread)) {
                    return known.get(i).id;
                }
            }
        }
        return runId;
    }

    @Override
    public Span span(String name) {
        Part part = begin(name, SpanRecord.Kind.INTERNAL);
        return part == null ? Span.none() : part;
    }

    @Override
    public Step call(String function, String method) {
        Part part = begin("call " + function, SpanRecord.Kind.CLIENT);
        return part == null
                ? new Unkept(traceparent())
                : part.set("faas.invoked_name", function).set("http.request.method", method);
    }

    @Override
    public Step append(String topic, int events) {
        Part part = begin("send " + topic, SpanRecord.Kind.PRODUCER);
        if (part == null) {
            return new Unkept(traceparent());
        }
        part.set("messaging.system", "effe")
                .set("messaging.operation.name", "send")
                .set("messaging.operation.type", "send")
                .set("messaging.destination.name", topic);
        return events == 1 ? part : part.set("messaging.batch.message_count", (long) events);
    }

    private synchronized @Nullable Part begin(String name, SpanRecord.Kind kind) {
        if (parts == null) {
            parts = new ArrayList<>(4);
        }
        if (parts.size() >= MOST_PARTS) {
            leftOut++;
            return null;
        }
        Part part = new Part(this, current(), name, kind);
        parts.add(part);
        return part;
    }

    @Override
    public void ended(EndedInvocation invocation) {
        long nowNanos = System.nanoTime();
        Request asked = Objects.requireNonNull(request);
        facts = new RequestFacts(asked);
        end = RequestEnd.of(invocation, response);
        long dispatchedNanos = nowNanos - end.totalNanos();
        beganEpochNanos += dispatchedNanos - beganNanos;
        beganNanos = dispatchedNanos;
        request = null;
        response = null;
        tracing.ended(this);
    }

    // After it.

    String function() {
        return tracing.function();
    }

    long beganEpochNanos() {
        return beganEpochNanos;
    }

    long nanos() {
        return end.totalNanos();
    }

    boolean isFailed() {
        return failure() != null;
    }

    private @Nullable String failure() {
        return end.failure(facts());
    }

    private RequestFacts facts() {
        return Objects.requireNonNull(facts, "goes on");
    }

    String requestId() {
        return facts().id();
    }

    String name() {
        return SpanText.cut(facts().name(function()), SpanText.MOST_NAME);
    }

    /** The bytes that it takes, about. */
    synchronized int bytes() {
        int bytes = BYTES + facts().bytes();
        if (parts != null) {
            for (Part part : parts) {
                bytes += part.bytes();
            }
        }
        return bytes;
    }

    /** The spans of the request, its own first. */
    List<SpanRecord> spans() {
        List<SpanRecord> spans = new ArrayList<>();
        long endNanos = beganNanos + end.totalNanos();
        spans.add(ofRequest(endNanos));
        long ranNanos = beganNanos + end.queueNanos() + end.startNanos();
        if (end.hasWaited()) {
            spans.add(phase(spanId ^ 1, "queue", beganNanos, beganNanos + end.queueNanos()));
        }
        if (end.startNanos() > 0) {
            spans.add(phase(spanId ^ 2, "start", ranNanos - end.startNanos(), ranNanos));
        }
        if (end.hasRun()) {
            spans.add(phase(runId, "run", ranNanos, endNanos));
        }
        synchronized (this) {
            if (parts != null) {
                parts.forEach(part -> spans.add(ofPart(part, part.endBy(endNanos))));
            }
        }
        return spans;
    }

    private SpanRecord ofRequest(long endNanos) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        facts().addTo(attributes);
        end.addTo(attributes);
        synchronized (this) {
            if (leftOut > 0) {
                attributes.put("effe.spans_left_out", (long) leftOut);
            }
        }
        attributes.replaceAll((key, value) -> value instanceof String text ? SpanText.cut(text) : value);
        return new SpanRecord(
                traceId.toString(),
                TraceId.hex(spanId),
                parentId == 0 ? "" : TraceId.hex(parentId),
                name(),
                facts().kind(),
                beganEpochNanos,
                epochNanos(endNanos),
                Optional.ofNullable(failure()).map(SpanText::cut),
                attributes,
                link,
                tracing.function());
    }

    private SpanRecord phase(long id, String name, long fromNanos, long toNanos) {
        return new SpanRecord(
                traceId.toString(),
                TraceId.hex(id),
                TraceId.hex(spanId),
                name,
                SpanRecord.Kind.INTERNAL,
                epochNanos(fromNanos),
                epochNanos(toNanos),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                tracing.function());
    }

    /** The span of a part. */
    private SpanRecord ofPart(Part part, Part.End ended) {
        return new SpanRecord(
                traceId.toString(),
                TraceId.hex(part.id),
                TraceId.hex(part.parentId),
                part.name,
                part.kind,
                epochNanos(part.beganNanos),
                epochNanos(ended.nanos()),
                ended.failure().isEmpty() ? Optional.empty() : Optional.of(ended.failure()),
                ended.attributes(),
                Optional.empty(),
                tracing.function());
    }

    private long epochNanos(long nanos) {
        return beganEpochNanos + (nanos - beganNanos);
    }
}
