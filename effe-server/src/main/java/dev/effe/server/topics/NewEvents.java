package dev.effe.server.topics;

import dev.effe.Draft;
import dev.effe.Request;
import dev.effe.server.call.CallDepth;
import dev.effe.spi.topics.NewEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the events that are kept of those that somebody wants to append. Stateless. */
final class NewEvents {

    static final String JSON = "application/json";

    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private NewEvents() {}

    /** @throws IllegalArgumentException if they are too many or too long */
    static void check(String topic, List<Draft> events, int maxEventBytes) {
        if (events.size() > MOST) {
            throw new IllegalArgumentException(
                    "At most " + MOST + " events are appended at once, but these are " + events.size());
        }
        long sum = 0;
        for (Draft event : events) {
            if (event.length() > maxEventBytes) {
                throw new IllegalArgumentException("The payload of an event of " + topic + " must have at most "
                        + maxEventBytes + " bytes (max-event), but has " + event.length());
            }
            sum += event.length();
        }
        if (sum > MOST_BYTES) {
            throw new IllegalArgumentException("The payloads of events that are appended at once must have at most "
                    + MOST_BYTES + " bytes, but have " + sum);
        }
    }

    /**
     * An event to be kept.
     *
     * @param depth how deep it is in a chain of calls and events, from 1
     * @param from whose trace it belongs to; null for none
     * @param traceparent of the span of the append; null if it is not traced
     */
    static NewEvent of(String topic, Draft draft, int depth, @Nullable Request from, @Nullable String traceparent) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (from != null && !draft.headers().containsKey(TRACEPARENT)) {
            String trace = traceparent == null ? from.traceparent().orElse(null) : traceparent;
            if (trace != null) {
                headers.put(TRACEPARENT, trace);
                from.header(TRACESTATE).ifPresent(state -> headers.put(TRACESTATE, state));
            }
        }
        headers.putAll(draft.headers());
        headers.put(CallDepth.HEADER, Integer.toString(depth));
        return new NewEvent(topic, draft.key(), draft.id(), draft.contentType(), headers, draft.bytes());
    }
}
