package dev.effe.host;

import dev.effe.host.api.Running;
import dev.effe.host.engine.Instances;
import dev.effe.host.engine.VersionView;
import dev.effe.host.invoke.Starts;
import dev.effe.host.model.FunctionVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The instances as the API's own pages tell of them. Thread-safe. */
final class HostRunning implements Running {

    private final Instances instances;
    private final Starts starts;
    /** False once the host drains. */
    private volatile boolean ready = true;

    HostRunning(Instances instances, Starts starts) {
        this.instances = instances;
        this.starts = starts;
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
    public CompletionStage<Started> start(String function, FunctionVersion version) {
        long beganNanos = System.nanoTime();
        return starts.start(function, version)
                .handle((ready, failure) -> new Started(
                        Duration.ofNanos(System.nanoTime() - beganNanos).toMillis(),
                        failure == null ? null : String.valueOf(failure.getMessage())));
    }
}
