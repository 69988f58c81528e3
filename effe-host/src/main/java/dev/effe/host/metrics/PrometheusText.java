package dev.effe.host.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the counts of the series that are in memory in Prometheus' text format. Names of functions, aliases and versions
 * need no escapes. Confined to one thread.
 */
public final class PrometheusText {

    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    /** In microseconds: begins of classes, so that counts are exact; from a quarter of a millisecond to 18 minutes. */
    private static final int FIRST_POWER = 8;

    private static final int LAST_POWER = 30;

    private final StringBuilder text = new StringBuilder(4096);

    /** A series as it was read. */
    private record Read(String labels, Values total, int running) {}

    /** Writes the counts of all functions. */
    public void add(Meters meters) {
        List<Read> all = new ArrayList<>();
        meters.tell((function, qualifier, version, total, running) -> all.add(new Read(
                "function=\"" + function + "\",qualifier=\"" + qualifier + "\",version=\"" + version + "\"",
                total,
                running)));
        head("effe_host_invocations_total", "counter", "Invocations that have ended");
        all.forEach(read -> line("effe_host_invocations_total", read.labels, read.total.invocations));
        head("effe_host_errors_total", "counter", "Invocations that failed, took too long or were lost");
        all.forEach(read -> line("effe_host_errors_total", read.labels, read.total.errors));
        head("effe_host_throttles_total", "counter", "Invocations for which there was no room");
        all.forEach(read -> line("effe_host_throttles_total", read.labels, read.total.throttles));
        head("effe_host_duration_seconds", "histogram", "Time of an invocation in an instance");
        all.forEach(this::histogram);
        head("effe_host_concurrent_executions", "gauge", "Invocations that run");
        all.forEach(read -> line("effe_host_concurrent_executions", read.labels, read.running));
    }

    private void histogram(Read read) {
        String name = "effe_host_duration_seconds";
        for (int power = FIRST_POWER; power <= LAST_POWER; power += 2) {
            long micros = 1L << power;
            String labels = read.labels + String.format(Locale.ROOT, ",le=\"%s\"", micros / MICROS);
            line(name + "_bucket", labels, read.total.shorterThan(micros * 1000));
        }
        long count = read.total.durations();
        line(name + "_bucket", read.labels + ",le=\"+Inf\"", count);
        line(name + "_sum", read.labels, Double.toString(read.total.nanos / NANOS));
        line(name + "_count", read.labels, count);
    }

    /** Begins a metric. */
    public void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** Writes a value of the metric that was begun. */
    public void line(String name, String labels, long value) {
        line(name, labels, Long.toString(value));
    }

    private void line(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
