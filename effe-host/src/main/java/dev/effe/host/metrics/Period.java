package dev.effe.host.metrics;

import java.util.HashMap;
import java.util.Map;

/** The minutes of a period, of all series that are asked for. Confined to one thread. */
final class Period {

    private final Values values = new Values();
    /** The most at once by minute, of the functions that are read. */
    private final Map<Long, Long> concurrent = new HashMap<>();
    /** That of the function that is being read, by minute and series: a minute may have several samples of a series. */
    private final Map<Long, Map<String, Long>> current = new HashMap<>();

    void add(Sample sample) {
        values.add(sample.values());
        current.computeIfAbsent(sample.minute(), minute -> new HashMap<>())
                .merge(sample.qualifier() + ':' + sample.version(), sample.values().concurrent, Math::max);
    }

    /** The next function is read. */
    void endFunction() {
        current.forEach((minute, series) -> concurrent.merge(
                minute, series.values().stream().mapToLong(most -> most).sum(), Long::sum));
        current.clear();
    }

    Values values() {
        return values;
    }

    /** For each minute the sum of what the series had at most, ascending. */
    long[] concurrent() {
        return concurrent.values().stream().mapToLong(most -> most).sorted().toArray();
    }
}
