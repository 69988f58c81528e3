package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.topics.DeadEvents;
import dev.effe.server.topics.GroupName;
import dev.effe.server.topics.TopicOperations;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of dead events: {@code GET /topics/T/dead} lists them, {@code GET /topics/T/dead/OFFSET} shows one, {@code
 * POST …/redrive} tries all or one again, {@code DELETE} drops all or one. {@code ?group=} says whose; it need not where
 * a topic has one group, but for DELETE. Thread-safe.
 */
record DeadPages(TopicOperations operations) {

    private static final Logger log = LoggerFactory.getLogger(DeadPages.class);
    private static final int LISTED = 100;
    private static final int MOST_LISTED = 10_000;
    private static final String REDRIVE = "redrive";
    private static final String ORDER = "What is redriven comes after later events of its key that ran already";

    /** @param rest the parts of the path behind dead */
    Object page(TopicSpec topic, List<String> rest, Request request, Response response, String who)
            throws TopicException {
        boolean redrive = !rest.isEmpty() && rest.get(rest.size() - 1).equals(REDRIVE);
        List<String> named = redrive ? rest.subList(0, rest.size() - 1) : rest;
        if (named.size() > 1 || (named.size() == 1 && !named.get(0).matches("\\d{1,18}"))) {
            throw TopicsRoute.unknown();
        }
        Optional<Long> offset = named.stream().map(Long::valueOf).findFirst();
        String group = group(topic, request);
        DeadEvents dead = operations
                .dead(topic.name(), group)
                .orElseThrow(() -> new StatusException(404, "No group " + group + " is delivered " + topic.name()));
        if (redrive) {
            TopicsRoute.only(request, response, "POST");
            return redrive(topic, group, dead, offset, who);
        }
        if (request.method().equals("DELETE")) {
            return purge(topic, group, dead, offset, who);
        }
        TopicsRoute.only(request, response, "GET");
        return offset.isPresent() ? show(dead, offset.get()) : list(dead, request);
    }

    private String group(TopicSpec topic, Request request) {
        List<String> groups = operations.groups(topic.name()).stream()
                .map(GroupName::group)
                .sorted()
                .toList();
        boolean mustSay = request.method().equals("DELETE") || groups.size() != 1;
        return request.query("group").orElseGet(() -> {
            if (mustSay) {
                throw new StatusException(400, "Name a group by ?group=, one of " + groups);
            }
            return groups.get(0);
        });
    }

    private static Object list(DeadEvents dead, Request request) throws TopicException {
        int limit = TopicPages.limit(request, LISTED, MOST_LISTED);
        return Map.of(
                "dead",
                dead.list(TopicPages.after(request), limit).stream()
                        .map(DeadPages::fields)
                        .toList());
    }

    static Map<String, Object> fields(Parked event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("offset", event.offset());
        event.key().ifPresent(key -> fields.put("key", key));
        fields.put("attempts", event.attempts());
        event.deadAt().ifPresent(at -> fields.put("deadAt", at.toString()));
        fields.put("error", event.error());
        return fields;
    }

    private static Object show(DeadEvents dead, long offset) throws TopicException {
        Parked found = dead.find(offset).orElseThrow(DeadPages::none);
        Map<String, Object> fields = fields(found);
        Optional<StoredEvent> event = dead.event(found);
        event.ifPresent(there -> fields.put("event", TopicPages.fields(there)));
        return fields;
    }

    private static StatusException none() {
        return new StatusException(404, "No dead event of this group has this offset");
    }

    private Object redrive(TopicSpec topic, String group, DeadEvents dead, Optional<Long> offset, String who)
            throws TopicException {
        long count = offset.isEmpty() ? dead.redriveAll() : dead.redrive(offset.get()) ? 1 : 0;
        tell("redriven", count, topic, group, offset, who);
        return Map.of("redriven", count, "order", ORDER);
    }

    private Object purge(TopicSpec topic, String group, DeadEvents dead, Optional<Long> offset, String who)
            throws TopicException {
        long count = offset.isEmpty() ? dead.purgeAll() : dead.purge(offset.get()) ? 1 : 0;
        tell("purged", count, topic, group, offset, who);
        return Map.of("purged", count);
    }

    private static void tell(
            String done, long count, TopicSpec topic, String group, Optional<Long> offset, String who) {
        log.info("{} dead events of {} for {} {} by {}", count, topic.name(), group, done, who);
        if (offset.isPresent() && count == 0) {
            throw none();
        }
    }
}
