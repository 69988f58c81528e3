package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.json.Json;
import dev.effe.server.topics.LogPlace;
import dev.effe.server.topics.replay.ReplayOperations;
import dev.effe.server.topics.replay.ReplayRequest;
import dev.effe.server.topics.replay.ReplaySurvey;
import dev.effe.server.topics.replay.ReplayView;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The pages of replays: {@code GET /replays} lists them, {@code POST /replays} begins one, or with {@code dryRun} says what
 * it would do, {@code GET /replays/NAME} shows one with the events that it has given up, {@code DELETE /replays/NAME} ends
 * one, and with {@code ?forget=true} drops one that is over. Thread-safe.
 */
record ReplayPages(ReplayOperations operations) {

    private static final int LISTED = 100;
    private static final int MOST_LISTED = 10_000;
    private static final Set<String> FIELDS =
            Set.of("topic", "function", "key", "from", "until", "rate", "name", "dryRun");

    /**
     * A page.
     *
     * @param rest the parts of the path behind replays
     * @param who who asks
     */
    Object page(List<String> rest, Request request, Response response, String who) throws TopicException {
        if (rest.isEmpty()) {
            return all(request, response, who);
        }
        if (rest.size() > 1) {
            throw new StatusException(404, "No such page; there are /replays and /replays/NAME");
        }
        String name = rest.get(0);
        if (request.method().equals("DELETE")) {
            return delete(name, request, who);
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw TopicsRoute.notAllowed(response, "GET, HEAD, DELETE");
        }
        return show(name, request);
    }

    private Object all(Request request, Response response, String who) throws TopicException {
        if (request.method().equals("POST")) {
            return start(request, who);
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw TopicsRoute.notAllowed(response, "GET, HEAD, POST");
        }
        return Map.of(
                "replays", operations.list().stream().map(ReplayPages::fields).toList());
    }

    private Object delete(String name, Request request, String who) throws TopicException {
        if (request.query("forget").filter("true"::equals).isPresent()) {
            operations.forget(name, who);
            return Map.of("forgotten", name);
        }
        return fields(operations.cancel(name, who));
    }

    private Object show(String name, Request request) throws TopicException {
        ReplayView view =
                operations.find(name).orElseThrow(() -> new StatusException(404, "There is no replay " + name));
        Map<String, Object> page = fields(view);
        int limit = TopicPages.limit(request, LISTED, MOST_LISTED);
        page.put(
                "dead",
                operations.failed(view.state(), TopicPages.after(request), limit).stream()
                        .map(DeadPages::fields)
                        .toList());
        return page;
    }

    private Object start(Request request, String who) throws TopicException {
        Map<?, ?> body = body(request);
        ReplayRequest asked = asked(body);
        if (Boolean.TRUE.equals(body.get("dryRun"))) {
            return fields(operations.survey(asked), asked.rate());
        }
        return fields(operations.start(asked, who));
    }

    private static Map<?, ?> body(Request request) {
        Object body;
        try {
            body = Json.read(request.bytes());
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, "The body must be JSON: " + e.getMessage(), e);
        }
        if (!(body instanceof Map<?, ?> map) || !FIELDS.containsAll(map.keySet())) {
            throw new StatusException(
                    400,
                    "The body must be {\"topic\": \"placed\", \"function\": \"report\"}, and may have from, until, key,"
                            + " rate, name and dryRun");
        }
        return map;
    }

    private static ReplayRequest asked(Map<?, ?> body) {
        try {
            return new ReplayRequest(
                    needed(body, "topic"),
                    needed(body, "function"),
                    TopicPages.text(body, "key"),
                    place(body, "from", "earliest"),
                    place(body, "until", "now"),
                    rate(body),
                    TopicPages.text(body, "name"));
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, String.valueOf(e.getMessage()), e);
        }
    }

    private static String needed(Map<?, ?> body, String name) {
        return TopicPages.text(body, name).orElseThrow(() -> new StatusException(400, name + " must be there"));
    }

    /** Text, or an offset as a number. */
    private static LogPlace place(Map<?, ?> body, String name, String otherwise) {
        Object value = body.get(name);
        try {
            return LogPlace.of(value == null ? otherwise : value.toString());
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, name + " " + e.getMessage(), e);
        }
    }

    private static int rate(Map<?, ?> body) {
        Object value = body.get("rate");
        if (value == null) {
            return ReplayRequest.USUAL_RATE;
        }
        if (value instanceof Integer rate) {
            return rate;
        }
        throw new StatusException(400, "rate must be a number of events per second");
    }

    static Map<String, Object> fields(ReplayView view) {
        ReplayState state = view.state();
        ReplayPlan plan = state.plan();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", state.name());
        fields.put("state", state.phase().name().toLowerCase(Locale.ROOT));
        fields.put("topic", plan.topic());
        fields.put("function", plan.function());
        plan.key().ifPresent(key -> fields.put("key", key));
        fields.put("first", plan.from());
        fields.put("last", plan.until());
        fields.put("rate", plan.rate());
        fields.put("events", plan.events());
        fields.put("done", view.progress().done());
        fields.put("failed", view.progress().failed());
        fields.put("left", view.progress().left());
        fields.put("eventsPerSecond", Math.round(view.eventsPerSecond() * 10) / 10.0);
        fields.put("began", plan.began().toString());
        view.ends().ifPresent(ends -> fields.put("ends", ends.toString()));
        state.end().ifPresent(end -> fields.put("ended", end.at().toString()));
        state.end().map(ReplayEnd::error).filter(error -> !error.isEmpty()).ifPresent(e -> fields.put("error", e));
        return fields;
    }

    private static Map<String, Object> fields(ReplaySurvey survey, int rate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("events", survey.events());
        fields.put("first", survey.first());
        survey.firstTime().ifPresent(time -> fields.put("firstTime", time.toString()));
        fields.put("last", survey.last());
        survey.lastTime().ifPresent(time -> fields.put("lastTime", time.toString()));
        fields.put("keys", survey.keys());
        fields.put("allKeys", survey.areAllKeys());
        fields.put("rate", rate);
        fields.put("seconds", Math.ceil(10.0 * survey.events() / rate) / 10);
        return fields;
    }
}
