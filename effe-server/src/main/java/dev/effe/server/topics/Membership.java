package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * This process's part in a group. Immutable, but for the claims.
 *
 * @param lanes how many lanes the topic has
 * @param nanoClock nanoseconds of a clock that only rises, such as {@link System#nanoTime}
 */
record Membership(TopicStore store, LaneClaims claims, int lanes, LongSupplier nanoClock) {

    /**
     * Joins a group.
     *
     * @param after where it begins if it is new
     */
    static Membership of(
            TopicStore store,
            TriggerRules rules,
            long after,
            Map<String, Integer> lanesOfTopics,
            LongSupplier nanoClock)
            throws TopicException {
        return new Membership(
                store,
                store.claims(rules.group(), rules.topic(), after),
                lanesOfTopics.getOrDefault(rules.topic(), 1),
                nanoClock);
    }
}
