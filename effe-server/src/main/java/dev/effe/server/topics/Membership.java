package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.TopicStore;
import java.util.function.LongSupplier;

/**
 * This process's part in a group. Immutable, but for the claims.
 *
 * @param lanes how many lanes the topic has
 * @param nanoClock nanoseconds of a clock that only rises, such as {@link System#nanoTime}
 */
record Membership(TopicStore store, LaneClaims claims, int lanes, LongSupplier nanoClock) {}
