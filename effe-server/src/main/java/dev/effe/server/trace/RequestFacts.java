package dev.effe.server.trace;

import dev.effe.Event;
import dev.effe.Request;
import dev.effe.server.text.TargetPath;
import dev.effe.spi.InvokeRequest;
import dev.effe.spi.trace.SpanRecord;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts of a request that its span shows; nothing else of the request is kept. Immutable. */
final class RequestFacts {

    /** The bytes of two texts with their headers. */
    private static final int BYTES = 128;

    private final String id;
    private final String method;
    private final String path;
    private final @Nullable String route;

    /** Null if no event has triggered it. */
    private final @Nullable EventFacts event;

    private final boolean invoked;

    /** The event, without its key, its headers and its payload. */
    private record EventFacts(String topic, int lane, long offset, int attempt, Optional<String> replay) {}

    RequestFacts(Request request) {
        id = SpanText.cut(request.id());
        method = SpanText.cut(request.method(), SpanText.MOST_NAME);
        path = SpanText.cut(TargetPath.of(request.target()));
        route = request.route().orElse(null);
        Event triggered = request.event().orElse(null);
        event = triggered == null
                ? null
                : new EventFacts(
                        triggered.topic(),
                        triggered.lane(),
                        triggered.offset(),
                        triggered.attempt(),
                        triggered.replay());
        invoked = triggered == null && request instanceof InvokeRequest;
    }

    String id() {
        return id;
    }

    /** About. */
    int bytes() {
        return BYTES + 2 * path.length() + 2 * id.length();
    }

    /** The name of its span. */
    String name(String function) {
        if (event != null) {
            return "process " + event.topic;
        }
        return invoked ? "invoke " + function : route == null ? method : route;
    }

    SpanRecord.Kind kind() {
        return event == null ? SpanRecord.Kind.SERVER : SpanRecord.Kind.CONSUMER;
    }

    /** By the semantic conventions of OpenTelemetry. */
    void addTo(Map<String, Object> attributes) {
        attributes.put("faas.invocation_id", id);
        if (event != null) {
            attributes.put("faas.trigger", event.topic.startsWith("schedule/") ? "timer" : "pubsub");
            attributes.put("messaging.system", "effe");
            attributes.put("messaging.operation.name", "process");
            attributes.put("messaging.operation.type", "process");
            attributes.put("messaging.destination.name", event.topic);
            attributes.put("effe.lane", (long) event.lane);
            attributes.put("effe.offset", event.offset);
            attributes.put("effe.attempt", (long) event.attempt);
            event.replay.ifPresent(name -> attributes.put("effe.replay", name));
        } else if (invoked) {
            attributes.put("faas.trigger", "other");
        } else {
            attributes.put("faas.trigger", "http");
            attributes.put("http.request.method", method);
            attributes.put("url.path", path);
            if (route != null) {
                attributes.put("http.route", route.substring(route.indexOf(' ') + 1));
            }
        }
    }

    /** True if a status of 4xx is a failure: for an event it is, for a client's request it is the client's. */
    boolean isFailure(int status) {
        return status >= 500 || (event != null && status >= 400);
    }
}
