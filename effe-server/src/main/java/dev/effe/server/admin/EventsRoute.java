package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.events.Event;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventStats;
import dev.effe.server.events.EventView;
import dev.effe.server.json.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' actions on events, on the admin port: {@code GET /events} lists them, {@code GET /events/ID} shows
 * one, {@code POST /events/redrive} and {@code POST /events/ID/redrive} try them again now, {@code DELETE /events} and
 * {@code DELETE /events/ID} drop them. {@code ?state=pending}, {@code failed} or {@code all} says which; redrive is for
 * failed ones if it is not said, and DELETE must be told. Changes and payloads are for those whom the guard admits;
 * each change is a line of the log. Thread-safe.
 */
public final class EventsRoute extends JsonPageRoute {

    private static final Logger log = LoggerFactory.getLogger(EventsRoute.class);
    /** Where it is on the admin port. */
    public static final String PATH = "/events";

    private static final int LISTED = 100;
    private static final int MOST_LISTED = 10_000;

    private final Map<String, EventQueue> queues;
    private final AdminGuard guard;

    /** @param queues those of all functions, by name; one at least */
    public EventsRoute(Map<String, EventQueue> queues, AdminGuard guard, Executor workers) {
        super(workers);
        this.queues = Map.copyOf(queues);
        this.guard = guard;
    }

    @Override
    Object page(Request request, Response response) throws IOException {
        String path = request.path().substring(PATH.length());
        List<String> parts = List.of(path.split("/", -1));
        String first = parts.size() > 1 ? parts.get(1) : "";
        boolean redrive = parts.get(parts.size() - 1).equals("redrive");
        boolean known = redrive ? parts.size() <= 3 : parts.size() <= 2;
        if (!known) {
            throw new StatusException(404, "No such page; there are /events, /events/ID and both with /redrive");
        }
        EventQueue queue = queue(request);
        UUID id = first.isEmpty() || first.equals("redrive") ? null : idOf(first);
        return switch (request.method()) {
            case "GET", "HEAD" ->
                redrive ? methodRefused() : id == null ? list(queue, request) : show(queue, id, request, response);
            case "POST" -> redrive ? redrive(queue, id, request, response) : methodRefused();
            case "DELETE" -> redrive ? methodRefused() : purge(queue, id, request, response);
            default -> methodRefused();
        };
    }

    /** The queue of the function that the request names; it need not name the only one. */
    private EventQueue queue(Request request) {
        String name = request.query("function").orElse("");
        if (queues.size() == 1 && name.isEmpty()) {
            return queues.values().iterator().next();
        }
        EventQueue queue = queues.get(name);
        if (queue == null) {
            throw new StatusException(
                    name.isEmpty() ? 400 : 404,
                    "Name a function by ?function=, one of " + new TreeSet<>(queues.keySet()));
        }
        return queue;
    }

    private static UUID idOf(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new StatusException(404, "No event has this id", e);
        }
    }

    private static Object methodRefused() {
        throw new StatusException(405, "Events are read by GET, tried again by POST to redrive, dropped by DELETE");
    }

    private static Object list(EventQueue queue, Request request) {
        EventStats stats = queue.stats();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("pending", stats.pending());
        page.put("running", stats.running());
        page.put("failed", stats.failed());
        if (stats.untold() > 0) {
            page.put("untold", stats.untold());
        }
        if (!queue.damaged().isEmpty()) {
            page.put("damaged", queue.damaged());
        }
        page.put(
                "events",
                queue.list(state(request, "all"), limit(request)).stream()
                        .map(EventsRoute::fields)
                        .toList());
        return page;
    }

    private static int limit(Request request) {
        try {
            int limit = request.query("limit").map(Integer::parseInt).orElse(LISTED);
            if (limit >= 1 && limit <= MOST_LISTED) {
                return limit;
            }
        } catch (NumberFormatException e) {
            log.debug("A limit that is no number", e);
        }
        throw new StatusException(400, "limit must be from 1 to " + MOST_LISTED);
    }

    /** True for failed, false for pending, null for all. */
    private static @Nullable Boolean state(Request request, String otherwise) {
        return switch (request.query("state").orElse(otherwise)) {
            case "failed" -> true;
            case "pending" -> false;
            case "all" -> null;
            default -> throw new StatusException(400, "state must be pending, failed or all");
        };
    }

    private static Map<String, Object> fields(EventView event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", event.id().toString());
        fields.put("state", event.state());
        fields.put("attempts", event.attempts());
        fields.put("acceptedAt", event.acceptedAt().toString());
        if (event.nextAttemptAt() != null) {
            fields.put("nextAttemptAt", event.nextAttemptAt().toString());
        }
        if (event.destination() != null) {
            fields.put("destination", event.destination());
        }
        fields.put("payloadBytes", event.payloadBytes());
        if (event.damaged()) {
            fields.put("damaged", true);
        }
        return fields;
    }

    private Object show(EventQueue queue, UUID id, Request request, Response response) throws IOException {
        guard.admit(request, response);
        EventView view = queue.find(id).orElseThrow(EventsRoute::unknown);
        Map<String, Object> fields = fields(view);
        Map<String, Object> reason = queue.reason(id);
        if (!reason.isEmpty()) {
            fields.put("failure", reason);
        }
        if (view.damaged()) {
            return fields;
        }
        Event event = queue.read(id).orElseThrow(EventsRoute::unknown);
        fields.put("attributes", event.attributes());
        fields.put("payload", JsonText.embed(event.payload()));
        return fields;
    }

    private static StatusException unknown() {
        return new StatusException(404, "No event has this id");
    }

    private Object redrive(EventQueue queue, @Nullable UUID id, Request request, Response response) throws IOException {
        String who = guard.admit(request, response);
        Boolean failed = state(request, id == null ? "failed" : "all");
        return changed("redriven", id, queue.redrive(id, failed), who);
    }

    private Object purge(EventQueue queue, @Nullable UUID id, Request request, Response response) throws IOException {
        String who = guard.admit(request, response);
        // To drop all events by leaving something out would be too easy.
        Boolean failed = state(request, id == null ? "" : "all");
        return changed("purged", id, queue.purge(id, failed), who);
    }

    private static Object changed(String what, @Nullable UUID id, int count, String who) {
        log.info("{} {} by {}", id == null ? count + " events" : "Event " + id + ", " + count + " of 1,", what, who);
        if (id != null && count == 0) {
            throw new StatusException(404, "No event has this id, or it runs now");
        }
        return Map.of(what, count);
    }
}
