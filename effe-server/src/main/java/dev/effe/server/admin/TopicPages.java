package dev.effe.server.admin;

import dev.effe.Draft;
import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.json.Json;
import dev.effe.server.json.JsonText;
import dev.effe.server.topics.GroupView;
import dev.effe.server.topics.LogPlace;
import dev.effe.server.topics.TopicOperations;
import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of topics and their events. Thread-safe. */
record TopicPages(TopicOperations operations) {

    private static final Logger log = LoggerFactory.getLogger(TopicPages.class);
    private static final int LISTED = 100;
    private static final int MOST_LISTED = 1_000;

    Object all() throws TopicException {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("topics", fields(operations.topics()));
        if (!operations.schedules().isEmpty()) {
            page.put("hidden", fields(operations.hidden()));
            page.put("schedules", SchedulePage.of(operations.schedules(), operations.now()));
        }
        return page;
    }

    /** Adds the topics that are not hidden to a page of other things, or why they cannot be read. */
    void addTo(Map<String, Object> page) {
        try {
            page.put("topics", fields(operations.topics()));
        } catch (TopicException e) {
            log.debug("The store of topics does not answer", e);
            page.put("topicsError", String.valueOf(e.getMessage()));
        }
    }

    private List<Object> fields(List<TopicSpec> specs) throws TopicException {
        List<Object> topics = new ArrayList<>();
        for (TopicSpec topic : specs) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("topic", topic.name());
            fields.put("lanes", topic.lanes());
            fields.put("retention", topic.retention().map(Object::toString).orElse("forever"));
            fields.put("first", operations.offsetAt(topic.name(), Instant.MIN));
            fields.put("next", operations.offsetAt(topic.name(), Instant.MAX));
            fields.put(
                    "groups",
                    operations.views(topic.name()).stream()
                            .map(TopicPages::fields)
                            .toList());
            fields.put("replays", operations.replays(topic.name()));
            topics.add(fields);
        }
        return topics;
    }

    private static Map<String, Object> fields(GroupView group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("group", group.name().group());
        fields.put("function", group.name().function());
        fields.put("lag", group.lag());
        fields.put("oldestSeconds", group.oldestMillis() / 1000.0);
        fields.put("running", group.running());
        fields.put("parked", group.parked());
        fields.put("dead", group.dead());
        fields.put("lanes", group.lanes().size());
        fields.put("owners", owners(group));
        fields.put("paused", group.paused());
        return fields;
    }

    /** The number of lanes that each process has, by its name. */
    private static Map<String, Integer> owners(GroupView group) {
        Map<String, Integer> owners = new TreeMap<>();
        group.lanes().forEach(lane -> lane.owner().ifPresent(owner -> owners.merge(owner, 1, Integer::sum)));
        return owners;
    }

    /** {@code ?from=} earliest, an offset or an instant; {@code ?key=}, {@code ?limit=}. */
    Object events(TopicSpec topic, Request request) throws TopicException {
        int limit = limit(request, LISTED, MOST_LISTED);
        Batch batch = operations.events(topic, from(topic, request), request.query("key"), limit);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("events", batch.events().stream().map(TopicPages::fields).toList());
        page.put("next", batch.upTo() + 1);
        page.put("end", operations.offsetAt(topic.name(), Instant.MAX));
        return page;
    }

    private long from(TopicSpec topic, Request request) throws TopicException {
        try {
            LogPlace from = LogPlace.of(request.query("from").orElse("earliest"));
            return from.offset().isPresent()
                    ? from.offset().getAsLong()
                    : operations.offsetAt(topic.name(), from.time());
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, "from " + e.getMessage(), e);
        }
    }

    static long after(Request request) {
        String after = request.query("after").orElse("0");
        if (!after.matches("\\d{1,18}")) {
            throw new StatusException(400, "after must be an offset");
        }
        return Long.parseLong(after);
    }

    static int limit(Request request, int otherwise, int most) {
        String limit = request.query("limit").orElse(Integer.toString(otherwise));
        if (limit.matches("[1-9]\\d{0,5}") && Integer.parseInt(limit) <= most) {
            return Integer.parseInt(limit);
        }
        throw new StatusException(400, "limit must be from 1 to " + most);
    }

    static Map<String, Object> fields(StoredEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("offset", event.offset());
        fields.put("lane", event.lane());
        fields.put("time", event.time().toString());
        event.key().ifPresent(key -> fields.put("key", key));
        event.id().ifPresent(id -> fields.put("id", id));
        fields.put("contentType", event.contentType());
        fields.put("headers", event.headers());
        fields.put("payload", JsonText.embed(event.payload()));
        return fields;
    }

    /** The body is {@code {"key": …, "payload": …, "id": …}}, of which only the payload must be there. */
    Object append(TopicSpec topic, Request request, String who) throws TopicException {
        if (operations.hidden().contains(topic)) {
            throw new StatusException(403, topic.name() + " is for due times, which a schedule appends");
        }
        Map<?, ?> body = body(request);
        try {
            Draft draft = Draft.of(Json.write(body.get("payload")), "application/json")
                    .key(text(body, "key").orElse(null));
            draft = text(body, "id").map(draft::id).orElse(draft);
            if (draft.length() > operations.maxEventBytes(topic)) {
                throw new StatusException(
                        413,
                        "payload must have at most " + operations.maxEventBytes(topic) + " bytes (max-event), but has "
                                + draft.length());
            }
            operations.append(topic, draft);
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, String.valueOf(e.getMessage()), e);
        }
        log.info("An event of {} appended by {}", topic.name(), who);
        return Map.of("appended", 1);
    }

    private static Map<?, ?> body(Request request) {
        Object body;
        try {
            body = Json.read(request.bytes());
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, "The body must be JSON: " + e.getMessage(), e);
        }
        if (!(body instanceof Map<?, ?> map)
                || !map.containsKey("payload")
                || !Set.of("key", "payload", "id").containsAll(map.keySet())) {
            throw new StatusException(400, "The body must be {\"key\": \"42\", \"payload\": …}, and may have an id");
        }
        return map;
    }

    static Optional<String> text(Map<?, ?> body, String name) {
        Object value = body.get(name);
        if (value != null && !(value instanceof String)) {
            throw new StatusException(400, name + " must be text");
        }
        return Optional.ofNullable((String) value);
    }
}
