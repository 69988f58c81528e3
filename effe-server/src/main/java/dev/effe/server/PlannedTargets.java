package dev.effe.server;

import dev.effe.server.app.Trigger.OfTopic;
import dev.effe.server.topics.ReplayTarget;
import dev.effe.server.topics.ReplayTargets;
import dev.effe.server.topics.Trigger;
import dev.effe.server.topics.TriggerRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The functions of a plan, to which events can be replayed. Loaded with the first replay. Thread-safe. */
final class PlannedTargets implements ReplayTargets {

    // The defaults of effe.yaml, for a function that has no trigger.
    private static final int CONCURRENCY = 16;
    private static final int RETRIES = 10;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final TopicPlan plan;
    private final int loopLimit;
    private final PlannedTriggers triggers;

    private PlannedTargets(TopicPlan plan, int loopLimit, PlannedTriggers triggers) {
        this.plan = plan;
        this.loopLimit = loopLimit;
        this.triggers = triggers;
    }

    /** Makes them. Whoever calls this need not load them to be verified, as a call of the constructor would. */
    static ReplayTargets of(TopicPlan plan, int loopLimit, PlannedTriggers triggers) {
        return new PlannedTargets(plan, loopLimit, triggers);
    }

    @Override
    public Set<String> functions() {
        return plan.maxContexts().keySet();
    }

    @Override
    public Optional<ReplayTarget> of(String function, String topic) {
        if (!functions().contains(function)) {
            return Optional.empty();
        }
        List<OfTopic> live = plan.triggers().getOrDefault(function, List.of()).stream()
                .filter(each -> each.source().text().equals(topic))
                .toList();
        boolean isRefused = live.stream().anyMatch(each -> !each.replay());
        Trigger like = live.isEmpty() ? untriggered(function, topic) : triggers.trigger(function, live.get(0));
        return Optional.of(new ReplayTarget(like, isRefused));
    }

    private Trigger untriggered(String function, String topic) {
        TriggerRules rules = new TriggerRules(
                plan.application(), topic, function, function, true, CONCURRENCY, RETRIES, RETRY_DELAY, loopLimit);
        return triggers.trigger(rules, Instant.MAX);
    }
}
