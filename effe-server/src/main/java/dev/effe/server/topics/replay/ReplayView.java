package dev.effe.server.topics.replay;

import dev.effe.server.topics.ReplayProgress;
import dev.effe.spi.topics.ReplayState;
import java.time.Instant;
import java.util.Optional;

/**
 * A replay, as operators see it. Immutable.
 *
 * @param eventsPerSecond how many are settled a second: lately, if this process delivers some of it; else since it began
 * @param ends about when it will end; empty if it has, or that cannot be told
 */
public record ReplayView(ReplayState state, ReplayProgress progress, double eventsPerSecond, Optional<Instant> ends) {}
