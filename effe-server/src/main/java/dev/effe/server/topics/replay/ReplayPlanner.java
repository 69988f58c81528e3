package dev.effe.server.topics.replay;

import dev.effe.StatusException;
import dev.effe.server.text.Nearest;
import dev.effe.server.topics.LogPlace;
import dev.effe.server.topics.ReplayTarget;
import dev.effe.server.topics.ReplayTargets;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/** Finds the events of a replay, or why it cannot be. Blocks. Thread-safe. */
final class ReplayPlanner {

    private final TopicStore store;
    private final List<TopicSpec> topics;
    private final ReplayTargets targets;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    ReplayPlanner(TopicStore store, List<TopicSpec> topics, ReplayTargets targets, LongSupplier clock) {
        this.store = store;
        this.topics = List.copyOf(topics);
        this.targets = targets;
        this.clock = clock;
    }

    /** The offsets of the first and of the last event. */
    private record Range(long from, long until) {}

    /**
     * Looks through the events that a replay would deliver.
     *
     * @throws StatusException if it would be refused
     */
    ReplaySurvey survey(ReplayRequest request) throws TopicException {
        TopicSpec topic = topic(request);
        return survey(request, topic, range(request, topic.name()));
    }

    private ReplaySurvey survey(ReplayRequest request, TopicSpec topic, Range range) throws TopicException {
        return new Surveyor(store, topic, request.key(), range.from, range.until, clock).survey();
    }

    /**
     * Plans a replay.
     *
     * @throws StatusException if it is refused; the message says what would be taken
     */
    ReplayPlan plan(ReplayRequest request) throws TopicException {
        TopicSpec topic = topic(request);
        Range range = range(request, topic.name());
        long events = Math.max(0, range.until - range.from + 1);
        if (request.key().isPresent()) {
            ReplaySurvey survey = survey(request, topic, range);
            range = new Range(survey.first(), survey.last());
            events = survey.events();
        }
        if (events == 0) {
            throw new StatusException(
                    400,
                    "There is no such event in " + topic.name()
                            + request.key().map(key -> " with the key " + key).orElse("")
                            + ": there is nothing to replay");
        }
        return new ReplayPlan(
                topic.name(),
                request.function(),
                request.key(),
                range.from,
                range.until,
                events,
                request.rate(),
                Instant.ofEpochMilli(clock.getAsLong()));
    }

    /** Checks who is to be given what. */
    private TopicSpec topic(ReplayRequest request) {
        TopicSpec topic = topics.stream()
                .filter(each -> each.name().equals(request.topic()))
                .findFirst()
                .orElseThrow(() -> new StatusException(404, noTopic(request.topic())));
        ReplayTarget target = targets.of(request.function(), request.topic())
                .orElseThrow(() -> new StatusException(404, noFunction(request.function())));
        if (target.isRefused()) {
            throw new StatusException(409, target.refusal());
        }
        return topic;
    }

    private String noTopic(String name) {
        List<String> names = topics.stream().map(TopicSpec::name).toList();
        return "There is no topic " + name + Nearest.hint(name, names, "this process has");
    }

    private String noFunction(String name) {
        return "This process serves no function " + name + Nearest.hint(name, targets.functions(), "it serves");
    }

    private Range range(ReplayRequest request, String topic) throws TopicException {
        long next = store.offsetAt(topic, Instant.MAX);
        long from = request.from().in(store, topic);
        checkIsThere(request.from(), from, topic);
        long until = Math.min(request.until().in(store, topic), next);
        if (from > until || (from == until && from < next)) {
            throw new StatusException(
                    400, "from must be before until, but it is offset " + from + " and until is offset " + until);
        }
        return new Range(from, until - 1);
    }

    private void checkIsThere(LogPlace place, long from, String topic) throws TopicException {
        long first = store.offsetAt(topic, Instant.MIN);
        boolean isGone = place.offset().isPresent()
                ? from < first
                : first > 1
                        && isBetween(place.time())
                        && store.offsetAt(topic, place.time().plusMillis(1)) == first;
        if (isGone) {
            throw new StatusException(
                    400,
                    "The log of " + topic + " begins at offset " + first
                            + ", for the retention of what was before is over: name that offset, or earliest");
        }
    }

    private boolean isBetween(Instant time) {
        return time.isAfter(Instant.MIN) && time.isBefore(Instant.ofEpochMilli(clock.getAsLong()));
    }
}
