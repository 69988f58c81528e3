package dev.effe.tool.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The spans of many traces that have the same way from the top, added up. The sum of a span and what is below it is a sum of
 * times in which something went on, so what runs side by side counts twice. Confined to one thread.
 */
final class Sums {

    /** More ways are not told apart. */
    private static final int MOST_CHILDREN = 200;

    private final String function;
    private final String name;
    private final Map<String, Sums> children = new LinkedHashMap<>();
    private final List<Long> nanos = new ArrayList<>();
    private long selfNanos;
    private int failures;

    private Sums(String function, String name) {
        this.function = function;
        this.name = name;
    }

    /**
     * Adds up the parts of traces that begin with a request of a function.
     *
     * @return those of each kind of request
     */
    static Sums of(String function, List<MergedTrace> traces) {
        Sums all = new Sums(function, function);
        traces.forEach(trace -> trace.roots().forEach(root -> all.addRequests(root)));
        return all;
    }

    /** Adds the requests of the function, wherever they are in a trace. */
    private void addRequests(TraceSpan span) {
        boolean isRequest = span.function().equals(function)
                && !span.attribute("faas.trigger").isEmpty();
        if (isRequest) {
            child(span).add(span);
        } else {
            span.children().forEach(this::addRequests);
        }
    }

    private Sums child(TraceSpan span) {
        String key = span.function() + "\n" + span.name();
        if (children.size() >= MOST_CHILDREN && !children.containsKey(key)) {
            return children.computeIfAbsent("", other -> new Sums(span.function(), "(others)"));
        }
        return children.computeIfAbsent(key, unknown -> new Sums(span.function(), span.name()));
    }

    private void add(TraceSpan span) {
        nanos.add(span.nanos());
        selfNanos += span.selfNanos();
        failures += span.failure().isEmpty() ? 0 : 1;
        span.children().forEach(below -> child(below).add(below));
    }

    String function() {
        return function;
    }

    String name() {
        return name;
    }

    Collection<Sums> children() {
        return children.values();
    }

    int count() {
        return nanos.size();
    }

    int failures() {
        return failures;
    }

    /** The time of all of them. */
    long totalNanos() {
        return nanos.stream().mapToLong(Long::longValue).sum();
    }

    /** The time of all of them in which nothing below them went on. */
    long selfNanos() {
        return selfNanos;
    }

    /** Its own time and that of all below it: the width in a flame graph. */
    long weight() {
        long weight = selfNanos;
        for (Sums child : children.values()) {
            weight += child.weight();
        }
        return weight;
    }

    /** The time that so many percent of them took at most. */
    long percentile(int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        if (sorted.length == 0) {
            return 0;
        }
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /** A line that says all of it. */
    String text() {
        return (Objects.equals(function, name) ? "" : function + ": ") + name + ", " + count() + " times, total "
                + Millis.of(totalNanos()) + ", self " + Millis.of(selfNanos) + ", p50 " + Millis.of(percentile(50))
                + ", p99 " + Millis.of(percentile(99)) + (failures == 0 ? "" : ", " + failures + " failed");
    }
}
