package dev.effe.server.overview;

import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.Traceparent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that has ended. Immutable.
 *
 * @param id of its request, 256 characters at most
 * @param function its name; "" where a process has one only
 * @param outcome succeeded, status, failed, timed out, rejected or abandoned
 * @param traceId of its trace: its own where requests are traced, else its client's; "" if there is none, or if it is not
 *     sampled and so kept nowhere
 * @param at its end
 */
record EndedCall(
        String id,
        String function,
        String outcome,
        String traceId,
        Instant at,
        long queueNanos,
        long startNanos,
        long runNanos,
        long totalNanos) {

    private static final int MOST_ID_CHARS = 256;

    static EndedCall of(EndedInvocation ended) {
        String id = ended.id();
        return new EndedCall(
                id.substring(0, Math.min(id.length(), MOST_ID_CHARS)),
                ended.function(),
                name(ended.outcome()),
                traceId(ended.traceparent()),
                Instant.now(),
                ended.queueNanos(),
                ended.startNanos(),
                ended.runNanos(),
                ended.totalNanos());
    }

    private static String traceId(@Nullable String traceparent) {
        return traceparent != null && Traceparent.isSampled(traceparent)
                ? traceparent.split("-", 3)[1]
                : "";
    }

    private static String name(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.meant() == null
                    ? "failed"
                    : "status " + failed.meant().status();
        }
        if (outcome instanceof Outcome.TimedOut) {
            return "timed out";
        }
        return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("function", function);
        fields.put("outcome", outcome);
        fields.put("traceId", traceId);
        fields.put("at", at.toString());
        fields.put("queueMillis", queueNanos / 1e6);
        fields.put("startMillis", startNanos / 1e6);
        fields.put("runMillis", runNanos / 1e6);
        fields.put("totalMillis", totalNanos / 1e6);
        return fields;
    }
}
