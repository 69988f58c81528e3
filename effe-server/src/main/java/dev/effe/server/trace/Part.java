package dev.effe.server.trace;

import dev.effe.Span;
import dev.effe.server.dispatch.RequestTrace.Step;
import dev.effe.spi.trace.SpanRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of what a function does in a traced request: a span that is open, or has ended. Thread-safe. */
final class Part implements Span, Step {

    /** The end of a part, with all that it has become. Immutable. */
    record End(long nanos, String failure, Map<String, Object> attributes) {}

    /** Bytes of a part without attributes, about. */
    static final int BYTES = 160;

    /** Room for what the server adds. */
    private static final int MOST_OWN = SpanRecord.MOST_ATTRIBUTES - 2;

    private final SampledTrace trace;
    final long id = TraceId.spanId();
    final long parentId;
    final String name;
    final SpanRecord.Kind kind;
    final long beganNanos = System.nanoTime();
    /** The thread on which it is the current one. Null once it has ended. */
    volatile @Nullable Thread thread = Thread.currentThread();

    // Guarded by this.
    private long endedNanos;
    private boolean ended;
    private String failure = "";
    private @Nullable Map<String, Object> attributes;

    Part(SampledTrace trace, long parentId, String name, SpanRecord.Kind kind) {
        this.trace = trace;
        this.parentId = parentId;
        this.name = SpanText.cut(name, SpanText.MOST_NAME);
        this.kind = kind;
    }

    @Override
    public Part set(String key, String value) {
        return put(key, SpanText.cut(value));
    }

    @Override
    public Part set(String key, long value) {
        return put(key, value);
    }

    @Override
    public Part set(String key, double value) {
        return put(key, value);
    }

    @Override
    public Part set(String key, boolean value) {
        return put(key, value);
    }

    private synchronized Part put(String key, Object value) {
        if (ended || key.isEmpty()) {
            return this;
        }
        if (attributes == null) {
            attributes = new LinkedHashMap<>();
        }
        String cut = SpanText.cut(key, SpanText.MOST_KEY);
        if (attributes.size() < MOST_OWN || attributes.containsKey(cut)) {
            attributes.put(cut, value);
        }
        return this;
    }

    @Override
    public synchronized Part failed(String reason) {
        if (!ended) {
            failure = reason.isEmpty() ? "failed" : SpanText.cut(reason);
        }
        return this;
    }

    @Override
    public String traceparent() {
        return trace.traceparentOf(id);
    }

    @Override
    public void ended(int status, String why) {
        if (status != 0) {
            set("http.response.status_code", (long) status);
        }
        if (!why.isEmpty()) {
            failed(why);
            set("error.type", why);
        }
        close();
    }

    @Override
    public void close() {
        end(System.nanoTime());
        thread = null;
    }

    /** Ends it, unless it has ended. */
    synchronized void end(long nanos) {
        if (!ended) {
            ended = true;
            endedNanos = nanos;
        }
    }

    /** The bytes that it takes, about. */
    synchronized int bytes() {
        int bytes = BYTES + 2 * name.length() + 2 * failure.length();
        if (attributes != null) {
            for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
                bytes += 64 + 2 * attribute.getKey().length();
                bytes += attribute.getValue() instanceof String text ? 2 * text.length() : 0;
            }
        }
        return bytes;
    }

    /**
     * The end of it as it is known now.
     *
     * @param nowNanos that of what goes on
     */
    synchronized End endBy(long nowNanos) {
        return new End(
                ended ? endedNanos : nowNanos,
                failure,
                attributes == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attributes)));
    }
}
