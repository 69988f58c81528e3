package dev.effe.host.metrics;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A question for one metric in periods of some minutes. Immutable.
 *
 * @param from the first minute since 1970, with which the first period begins
 * @param to the minute after the last
 * @param period its minutes
 */
record MetricQuery(Metric metric, Dimensions dimensions, long from, long to, long period) {

    /** The periods that have values, by the minute that they begin with. */
    SortedMap<Long, Metric.Statistics> answer(Meters meters) throws IOException {
        SortedMap<Long, Period> periods = new TreeMap<>();
        String one = dimensions.function();
        for (String function : one == null ? meters.functions() : List.of(one)) {
            meters.read(function, from, to, sample -> {
                if (dimensions.has(function, sample)) {
                    long begin = sample.minute() - Math.floorMod(sample.minute() - from, period);
                    periods.computeIfAbsent(begin, minute -> new Period()).add(sample);
                }
            });
            periods.values().forEach(Period::endFunction);
        }
        SortedMap<Long, Metric.Statistics> answer = new TreeMap<>();
        periods.forEach((begin, values) -> metric.of(values).ifPresent(statistics -> answer.put(begin, statistics)));
        return answer;
    }
}
