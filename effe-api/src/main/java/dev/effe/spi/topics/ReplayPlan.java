package dev.effe.spi.topics;

import java.time.Instant;
import java.util.Optional;

/**
 * Events that are to be delivered again, and where to. Fixed when a replay begins. Immutable.
 *
 * @param topic the topic's name
 * @param function the function that is given them
 * @param key the key that they have; empty for all
 * @param from the offset of the first
 * @param until the offset of the last, from {@code from}
 * @param events how many there are
 * @param rate how many are begun per second at most, by all processes together, from 1
 * @param began when it was asked for
 */
public record ReplayPlan(
        String topic,
        String function,
        Optional<String> key,
        long from,
        long until,
        long events,
        int rate,
        Instant began) {}
