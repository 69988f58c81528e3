package dev.effe.host.api;

import dev.effe.host.model.FunctionVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The instances, as far as the API asks for them. Thread-safe; no method blocks. */
public interface Running {

    /** True while the host takes invocations. */
    boolean isReady();

    /** The instances as {@code /_effe/functions} tells of them: fields of JSON, in any order. */
    List<Map<String, Object>> instances();

    /** The metrics of functions, instances and memory, in Prometheus' text format. */
    String metrics();

    /** Starts an instance of a version, or finds one that is ready. */
    CompletionStage<Started> start(String function, FunctionVersion version);

    /**
     * The end of a start.
     *
     * @param millis how long it took; 0 if one was ready
     * @param failure why there is none; null if one is ready
     */
    record Started(long millis, @Nullable String failure) {}
}
