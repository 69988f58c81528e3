package dev.effe.bench.overload;

import java.util.Arrays;

/** The answers of one kind in one phase: latencies from the instant at which the request was due. For one thread. */
public final class Tally {

    private long[] micros = new long[1024];
    private int count;

    public void add(long latencyMicros) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, 2 * count);
        }
        micros[count++] = latencyMicros;
    }

    public int count() {
        return count;
    }

    /** In milliseconds; 0 if there was none. */
    public double percentile(double percent) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.ceil(count * percent / 100))] / 1e3;
    }

    /** In milliseconds; 0 if there was none. */
    public double mean() {
        return Arrays.stream(micros, 0, count).average().orElse(0) / 1e3;
    }

    /** The number of answers that were not from one latency to another. */
    long outside(long fromMicros, long toMicros) {
        return Arrays.stream(micros, 0, count)
                .filter(latency -> latency < fromMicros || latency > toMicros)
                .count();
    }
}
