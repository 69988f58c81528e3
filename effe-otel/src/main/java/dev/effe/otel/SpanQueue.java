package dev.effe.otel;

import dev.effe.spi.trace.SpanRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The spans that wait to be sent. Thread-safe. */
final class SpanQueue {

    /** The most spans that wait. */
    static final int MOST = 2048;

    /** The most bytes of spans that wait, about. */
    static final int MOST_BYTES = 4 << 20;

    /** Bytes of a span besides its texts, about. */
    private static final int SPAN_BYTES = 400;

    /** The most spans of a batch. */
    static final int BATCH = 512;

    /** The time that the first span of a batch waits for others. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Guarded by this.
    private final ArrayDeque<SpanRecord> waiting = new ArrayDeque<>();
    private long bytes;
    private long dropped;
    private boolean closed;

    /** Adds all spans of a request; all of them are dropped if not all have room, or once it is closed. */
    synchronized void add(List<SpanRecord> spans) {
        long more = spans.stream().mapToLong(SpanQueue::bytes).sum();
        if (closed || waiting.size() + spans.size() > MOST || bytes + more > MOST_BYTES) {
            dropped += spans.size();
            return;
        }
        int before = waiting.size();
        bytes += more;
        waiting.addAll(spans);
        if (before == 0 || (before < BATCH && waiting.size() >= BATCH)) {
            notifyAll();
        }
    }

    /**
     * Waits for spans, and a second for more of them.
     *
     * @return at most a batch; empty once it is closed and nothing waits
     */
    synchronized List<SpanRecord> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        long since = System.nanoTime();
        long left = PATIENCE_NANOS;
        while (waiting.size() < BATCH && !closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = PATIENCE_NANOS - (System.nanoTime() - since);
        }
        List<SpanRecord> batch = new ArrayList<>(Math.min(BATCH, waiting.size()));
        while (batch.size() < BATCH && !waiting.isEmpty()) {
            SpanRecord span = waiting.remove();
            bytes -= bytes(span);
            batch.add(span);
        }
        return batch;
    }

    private static long bytes(SpanRecord span) {
        int letters = span.name().length() + span.failure().orElse("").length();
        for (Map.Entry<String, Object> attribute : span.attributes().entrySet()) {
            letters += attribute.getKey().length();
            letters += attribute.getValue() instanceof String text ? text.length() : Long.BYTES;
        }
        return SPAN_BYTES + 2L * letters;
    }

    /** Takes no more spans. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Drops what waits. */
    synchronized void clear() {
        dropped += waiting.size();
        waiting.clear();
        bytes = 0;
    }

    /** The spans that it had no room for. */
    synchronized long dropped() {
        return dropped;
    }
}
