package dev.effe.spi.topics;

import java.time.Instant;

/**
 * The end of a replay. Immutable.
 *
 * @param at when it was
 * @param failed how many events were given up
 * @param left about how many were not settled: 0 if it is done
 * @param error why it failed; "" if it did not
 */
public record ReplayEnd(Instant at, long failed, long left, String error) {}
