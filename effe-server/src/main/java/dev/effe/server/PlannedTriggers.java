package dev.effe.server;

import dev.effe.server.app.Trigger.OfTopic;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.topics.Places;
import dev.effe.server.topics.Trigger;
import dev.effe.server.topics.TriggerRules;
import dev.effe.server.trigger.DispatchedTrigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The triggers of a plan. Thread-safe. */
final class PlannedTriggers {

    private final TopicPlan plan;
    private final int loopLimit;
    private final Map<String, Dispatcher<?>> dispatchers;
    private final Map<String, Places> places = new ConcurrentHashMap<>();

    /** @param dispatchers the one that takes on each function's calls now */
    PlannedTriggers(TopicPlan plan, int loopLimit, Map<String, Dispatcher<?>> dispatchers) {
        this.plan = plan;
        this.loopLimit = loopLimit;
        this.dispatchers = dispatchers;
    }

    List<Trigger> all() {
        List<Trigger> triggers = new ArrayList<>();
        plan.triggers().forEach((function, all) -> all.forEach(each -> triggers.add(trigger(function, each))));
        plan.schedules().keySet().forEach(function -> triggers.add(scheduled(function)));
        return triggers;
    }

    private Trigger scheduled(String function) {
        TriggerRules rules = ScheduleServing.rules(plan.application(), function, loopLimit);
        return trigger(rules, Instant.MIN);
    }

    /** A trigger of effe.yaml. */
    Trigger trigger(String function, OfTopic of) {
        TriggerRules rules = new TriggerRules(
                plan.application(),
                of.source().text(),
                of.group(),
                function,
                of.ordered(),
                of.concurrency(),
                of.retries(),
                of.retryDelay(),
                loopLimit);
        return trigger(rules, from(of.from()));
    }

    /**
     * A trigger.
     *
     * @param from where its group begins if it is new
     */
    Trigger trigger(TriggerRules rules, Instant from) {
        String function = rules.function();
        return new Trigger(
                rules,
                from,
                new DispatchedTrigger(plan.application(), function, () -> dispatchers.get(function)),
                places.computeIfAbsent(
                        function, name -> new Places(plan.maxContexts().getOrDefault(name, 1))));
    }

    private static Instant from(String text) {
        return switch (text) {
            case "latest" -> Instant.MAX;
            case "earliest" -> Instant.MIN;
            default -> Instant.parse(text);
        };
    }
}
