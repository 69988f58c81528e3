package dev.effe.host.metrics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** AWS's metrics of Lambda that a host has. */
enum Metric {
    INVOCATIONS("Invocations", "Count"),
    ERRORS("Errors", "Count"),
    THROTTLES("Throttles", "Count"),
    DURATION("Duration", "Milliseconds"),
    CONCURRENT("ConcurrentExecutions", "Count");

    private static final double NANOS_OF_MILLI = 1e6;
    private static final double ALL = 100;

    final String label;
    final String unit;

    Metric(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    static Optional<Metric> of(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst();
    }

    /**
     * The statistics of a period. Immutable.
     *
     * @param count how many values there are
     * @param percentile the value below which so many of a hundred are
     */
    record Statistics(double count, double sum, double least, double most, DoubleUnaryOperator percentile) {}

    /**
     * The statistics of a period; empty if it has no value. Each invocation has a value for Errors and for Throttles, 0 or
     * 1, so the average of Errors is their share.
     */
    Optional<Statistics> of(Period period) {
        Values values = period.values();
        Statistics all = switch (this) {
            case INVOCATIONS -> ofEach(values.invocations, values.invocations);
            case ERRORS -> ofEach(values.errors, values.invocations);
            case THROTTLES -> ofEach(values.throttles, values.invocations + values.throttles);
            case DURATION ->
                new Statistics(
                        (double) values.durations(),
                        values.nanos / NANOS_OF_MILLI,
                        values.shortestNanos() / NANOS_OF_MILLI,
                        values.longestNanos / NANOS_OF_MILLI,
                        percent -> values.percentileNanos(percent) / NANOS_OF_MILLI);
            case CONCURRENT -> ofMinutes(period.concurrent());
        };
        return all.count == 0 ? Optional.empty() : Optional.of(all);
    }

    private static Statistics ofEach(long ones, long all) {
        return new Statistics(
                (double) all,
                (double) ones,
                ones == all ? 1 : 0,
                ones > 0 ? 1 : 0,
                percent -> all * percent / ALL > all - ones ? 1 : 0);
    }

    /** @param ascending one for each minute */
    private static Statistics ofMinutes(long[] ascending) {
        int count = ascending.length;
        return new Statistics(
                count,
                (double) Arrays.stream(ascending).sum(),
                count == 0 ? 0 : (double) ascending[0],
                count == 0 ? 0 : (double) ascending[count - 1],
                percent -> ascending[(int) Math.max(0, Math.ceil(count * percent / ALL) - 1)]);
    }
}
