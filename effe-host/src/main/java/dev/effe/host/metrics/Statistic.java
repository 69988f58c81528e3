package dev.effe.host.metrics;

import dev.effe.server.invoke.InvokeException;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * A statistic that a client asks for. Immutable.
 *
 * @param name AWS's
 * @param extended whether it is a percentile
 */
record Statistic(String name, boolean extended, ToDoubleFunction<Metric.Statistics> of) {

    private static final Pattern PERCENTILE = Pattern.compile("p(100|[0-9]{1,2}(\\.[0-9]{0,10})?)");

    /** @throws InvokeException if there is none of this name */
    static Statistic simple(String name) throws InvokeException {
        ToDoubleFunction<Metric.Statistics> of = switch (name) {
            case "SampleCount" -> Metric.Statistics::count;
            case "Sum" -> Metric.Statistics::sum;
            case "Average" -> statistics -> statistics.sum() / statistics.count();
            case "Minimum" -> Metric.Statistics::least;
            case "Maximum" -> Metric.Statistics::most;
            default ->
                throw Parameters.invalid("The value " + name + " for parameter Statistics is not supported:"
                        + " SampleCount, Average, Sum, Minimum, Maximum");
        };
        return new Statistic(name, false, of);
    }

    /** @throws InvokeException if it is no percentile */
    static Statistic percentile(String name) throws InvokeException {
        if (!PERCENTILE.matcher(name).matches()) {
            throw Parameters.invalid("The value " + name
                    + " for parameter ExtendedStatistics is not supported: this host has percentiles, such as p99.9");
        }
        double percent = Double.parseDouble(name.substring(1));
        return new Statistic(name, true, statistics -> statistics.percentile().applyAsDouble(percent));
    }

    /** Either kind. */
    static Statistic any(String name) throws InvokeException {
        return name.startsWith("p") ? percentile(name) : simple(name);
    }
}
