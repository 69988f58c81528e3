package dev.effe.server.overview;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a few seconds, of all functions of a process. Immutable.
 *
 * @param at its end, in milliseconds since 1970
 * @param perSecond calls that ended
 * @param failedPerSecond those of them that failed, timed out or were rejected
 * @param p50 the time that half of them did not exceed, in milliseconds; 0 if there were none
 * @param p95 the same for 95 of 100
 * @param p99 the same for 99 of 100
 * @param contexts all that there were at its end
 * @param inUse those of them that served a call
 * @param queued calls that waited at its end
 */
public record Sample(
        long at,
        double perSecond,
        double failedPerSecond,
        double p50,
        double p95,
        double p99,
        int contexts,
        int inUse,
        int queued) {

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", at);
        fields.put("perSecond", perSecond);
        fields.put("failedPerSecond", failedPerSecond);
        fields.put("p50", p50);
        fields.put("p95", p95);
        fields.put("p99", p99);
        fields.put("contexts", contexts);
        fields.put("inUse", inUse);
        fields.put("queued", queued);
        return fields;
    }
}
