package dev.effe.host.invoke;

import java.time.Duration;

/**
 * The limits of the events of each function. Immutable.
 *
 * @param maxBytes how much of the disk they may take; more get 429
 * @param retryDelay the wait after the first error, which all other waits follow; AWS's is a minute
 */
public record EventLimits(long maxBytes, Duration retryDelay) {}
