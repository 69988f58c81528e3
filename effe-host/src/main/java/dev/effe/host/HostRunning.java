package dev.effe.host;

import dev.effe.host.api.Running;
import dev.effe.host.engine.Instances;
import dev.effe.host.engine.VersionView;
import dev.effe.host.invoke.Starts;
import dev.effe.host.metrics.Meters;
import dev.effe.host.metrics.PrometheusText;
import dev.effe.host.model.FunctionVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/** The instances as the API's own pages tell of them. Thread-safe. */
final class HostRunning implements Running {

    private static final long BYTES_OF_MB = 1 << 20;

    private final Instances instances;
    private final Starts starts;
    private final Meters meters;
    /** False once the host drains. */
    private volatile boolean ready = true;

    HostRunning(Instances instances, Starts starts, Meters meters) {
        this.instances = instances;
        this.starts = starts;
        this.meters = meters;
    }

    /** The host takes no more calls. */
    void drain() {
        ready = false;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public List<Map<String, Object>> instances() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (VersionView view : instances.view()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("FunctionName", view.version().function());
            fields.put("Version", view.version().version());
            fields.put("Instances", view.instances());
            fields.put("Starting", view.starting());
            fields.put("Calls", view.calls());
            fields.put("Waiting", view.waiting());
            all.add(fields);
        }
        return all;
    }

    @Override
    public String metrics() {
        PrometheusText text = new PrometheusText();
        text.add(meters);
        List<VersionView> views = instances.view();
        gauge(text, "effe_host_instances", "Instances that take calls", views, VersionView::instances);
        gauge(text, "effe_host_instances_starting", "Instances that start", views, VersionView::starting);
        gauge(text, "effe_host_waiting", "Calls that wait for an instance", views, VersionView::waiting);
        text.head("effe_host_memory_used_bytes", "gauge", "Memory that instances are counted with");
        text.line("effe_host_memory_used_bytes", "", instances.memory().usedMb() * BYTES_OF_MB);
        text.head("effe_host_memory_limit_bytes", "gauge", "Memory that they may have");
        text.line("effe_host_memory_limit_bytes", "", instances.memory().totalMb() * BYTES_OF_MB);
        return text.toString();
    }

    /** A version may have instances of several revisions, which are one here. */
    private static void gauge(
            PrometheusText text, String name, String help, List<VersionView> views, ToIntFunction<VersionView> value) {
        Map<String, Integer> values = new TreeMap<>();
        for (VersionView view : views) {
            String labels = "function=\"" + view.version().function() + "\",version=\""
                    + view.version().version() + "\"";
            values.merge(labels, value.applyAsInt(view), Integer::sum);
        }
        text.head(name, "gauge", help);
        values.forEach((labels, sum) -> text.line(name, labels, sum));
    }

    @Override
    public CompletionStage<Started> start(String function, FunctionVersion version) {
        long beganNanos = System.nanoTime();
        return starts.start(function, version)
                .handle((ready, failure) -> new Started(
                        Duration.ofNanos(System.nanoTime() - beganNanos).toMillis(),
                        failure == null ? null : String.valueOf(failure.getMessage())));
    }
}
