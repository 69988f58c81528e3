package dev.effe.server.overview;

import dev.effe.server.metrics.FunctionStats;
import dev.effe.server.pool.PoolStats;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function now. Immutable.
 *
 * @param name its name; "" where a process has one only
 * @param stats its contexts and calls
 */
public record FunctionView(String name, FunctionStats stats) {

    /** Its fields for JSON. */
    public Map<String, Object> fields() {
        PoolStats contexts = stats.contexts();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("function", name);
        fields.put("idle", contexts.idle());
        fields.put("inUse", contexts.inUse());
        fields.put("starting", contexts.starting());
        fields.put("overdue", contexts.overdue());
        fields.put("maxContexts", stats.limit());
        fields.put("running", stats.running());
        fields.put("queued", stats.queued());
        fields.put("started", contexts.started());
        fields.put("startFailures", contexts.startFailures());
        return fields;
    }
}
