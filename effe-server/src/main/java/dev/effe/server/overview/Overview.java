package dev.effe.server.overview;

import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.pool.PoolStats;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The figures of the last ten minutes: a sample for each five seconds, the slowest calls and those that failed. Who looks
 * after the functions takes the samples in passing, so an idle process does not wake up for them. Thread-safe.
 */
public final class Overview {

    private static final int SAMPLES = 120;
    private static final long SAMPLE_NANOS = 4_900_000_000L;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final Activity activity = new Activity();
    private final LongSupplier clock;

    // Guarded by this.
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long[] lengths = activity.latencies.counts();
    private long ends;
    private long failures;
    private long sampledNanos;
    private long minuteNanos;

    public Overview() {
        this(System::nanoTime);
    }

    /** @param clock monotonic, in nanoseconds */
    Overview(LongSupplier clock) {
        this.clock = clock;
        sampledNanos = clock.getAsLong();
        minuteNanos = sampledNanos;
    }

    /** Is to be told how calls end. */
    public DispatchListener listener() {
        return activity;
    }

    /** Takes a sample, unless the last one is younger than five seconds. Does not block. */
    public synchronized void sample(List<FunctionView> functions) {
        long now = clock.getAsLong();
        long passed = now - sampledNanos;
        if (passed < SAMPLE_NANOS) {
            return;
        }
        if (samples.size() == SAMPLES) {
            samples.removeFirst();
        }
        samples.add(sample(functions, passed / 1e9));
        sampledNanos = now;
        if (now - minuteNanos >= MINUTE_NANOS) {
            activity.recent.minute();
            minuteNanos = now;
        }
    }

    private Sample sample(List<FunctionView> functions, double seconds) {
        long[] lengthsNow = activity.latencies.counts();
        long endsNow = activity.ends.sum();
        long failuresNow = activity.failures.sum();
        int contexts = 0;
        int inUse = 0;
        int queued = 0;
        for (FunctionView function : functions) {
            PoolStats pool = function.stats().contexts();
            contexts += pool.idle() + pool.inUse() + pool.starting() + pool.stopping();
            inUse += pool.inUse();
            queued += function.stats().queued();
        }
        Sample sample = new Sample(
                System.currentTimeMillis(),
                (endsNow - ends) / seconds,
                (failuresNow - failures) / seconds,
                Latencies.millis(lengths, lengthsNow, 0.5),
                Latencies.millis(lengths, lengthsNow, 0.95),
                Latencies.millis(lengths, lengthsNow, 0.99),
                contexts,
                inUse,
                queued);
        lengths = lengthsNow;
        ends = endsNow;
        failures = failuresNow;
        return sample;
    }

    /** The samples, the oldest first: 120 at most. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** The samples, the slowest calls and those that failed, for JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("samples", samples().stream().map(Sample::fields).toList());
        fields.put(
                "slowest",
                activity.recent.slowest().stream().map(EndedCall::fields).toList());
        fields.put(
                "failed",
                activity.recent.failed().stream().map(EndedCall::fields).toList());
        return fields;
    }
}
