package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.topics.DeadEvents;
import dev.effe.server.topics.DeadEvents.Changed;
import dev.effe.server.topics.DeadEvents.Outcome;
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
    private static final String NOT_PASSED =
            "An earlier event of its lane runs or waits to run, and a crash would have it delivered anew: try again later";
    private static final String NO_ROOM = "As many events as may be wait to be tried again: try again later";
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
        DeadEvents dead = operations.dead(topic.name(), group).orElseThrow(() -> noGroup(topic, group));
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

    private List<String> groups(TopicSpec topic) {
        return operations.groups(topic.name()).stream()
                .map(GroupName::group)
                .sorted()
                .toList();
    }

    private String group(TopicSpec topic, Request request) {
        List<String> groups = groups(topic);
        if (groups.isEmpty()) {
            throw new StatusException(
                    404, "No function is triggered by " + topic.name() + ", so none of its events is dead");
        }
        boolean mustSay = request.method().equals("DELETE") || groups.size() > 1;
        return request.query("group").orElseGet(() -> {
            if (mustSay) {
                throw new StatusException(
                        400, "Say whose dead events: ?group=, or --group of effe dead; " + known(topic, groups));
            }
            return groups.get(0);
        });
    }

    private static String known(TopicSpec topic, List<String> groups) {
        return (groups.size() == 1 ? "the only group of " : "the groups of ")
                + topic.name()
                + (groups.size() == 1 ? " is " : " are ")
                + String.join(", ", groups);
    }

    private StatusException noGroup(TopicSpec topic, String group) {
        return new StatusException(404, topic.name() + " has no group " + group + "; " + known(topic, groups(topic)));
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
        Changed changed = offset.isEmpty() ? dead.redriveAll() : one(dead.redrive(offset.get()), NO_ROOM);
        tell("redriven", changed, topic, group, who);
        return page("redriven", changed, ORDER, NO_ROOM);
    }

    private Object purge(TopicSpec topic, String group, DeadEvents dead, Optional<Long> offset, String who)
            throws TopicException {
        Changed changed = offset.isEmpty() ? dead.purgeAll() : one(dead.purge(offset.get()), NOT_PASSED);
        tell("purged", changed, topic, group, who);
        return page("purged", changed, "", NOT_PASSED);
    }

    private static Changed one(Outcome outcome, String whyNotNow) {
        return switch (outcome) {
            case DONE -> new Changed(1, 0);
            case NOT_THERE -> throw none();
            case NOT_NOW -> throw new StatusException(409, whyNotNow);
        };
    }

    private static void tell(String done, Changed changed, TopicSpec topic, String group, String who) {
        log.info("{} dead events of {} for {} {} by {}", changed.count(), topic.name(), group, done, who);
    }

    private static Object page(String done, Changed changed, String order, String whyNotNow) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(done, changed.count());
        if (!order.isEmpty()) {
            page.put("order", order);
        }
        if (changed.left() > 0) {
            page.put("left", changed.left());
            page.put("why", whyNotNow);
        }
        return page;
    }
}
