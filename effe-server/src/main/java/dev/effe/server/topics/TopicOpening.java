package dev.effe.server.topics;

import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Opens the topics and groups of a process, as often as it takes until the store is there. Used by one thread at a time.
 */
final class TopicOpening {

    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private final TopicStore store;
    private final List<TopicSpec> topics;
    private final List<Trigger> triggers;
    private final Map<String, Integer> lanesOfTopics;
    private final LongSupplier nanoClock;

    private long waitMillis = FIRST_WAIT_MILLIS;
    private long dueMillis;

    TopicOpening(
            TopicStore store,
            List<TopicSpec> topics,
            List<Trigger> triggers,
            Map<String, Integer> lanesOfTopics,
            LongSupplier nanoClock) {
        this.store = store;
        this.topics = List.copyOf(topics);
        this.triggers = List.copyOf(triggers);
        this.lanesOfTopics = lanesOfTopics;
        this.nanoClock = nanoClock;
    }

    /** When it is to be tried again. */
    long dueMillis() {
        return dueMillis;
    }

    /** It has failed: the next time is twice as far, up to 30 s. */
    void failed(long nowMillis) {
        dueMillis = nowMillis + waitMillis;
        waitMillis = Math.min(LONGEST_WAIT_MILLIS, 2 * waitMillis);
    }

    /** Opens all, or nothing. */
    List<GroupDelivery> open(Function<Trigger, Attempts> attempts) throws TopicException {
        store.create(topics);
        List<GroupDelivery> groups = new ArrayList<>();
        for (Trigger trigger : triggers) {
            TriggerRules rules = trigger.rules();
            long after = store.offsetAt(rules.topic(), trigger.from()) - 1;
            Membership member = Membership.of(store, rules, after, lanesOfTopics, nanoClock);
            groups.add(new GroupDelivery(rules, member, attempts.apply(trigger)));
        }
        return groups;
    }
}
