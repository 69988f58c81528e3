package dev.effe.spi.topics;

import java.time.Duration;
import java.util.Optional;

/**
 * A topic, as the application has it.
 *
 * @param name its name
 * @param lanes how many lanes its events are shared out to, from 1 to 256; the same for ever
 * @param retention the age at which events may go; empty for never
 */
public record TopicSpec(String name, int lanes, Optional<Duration> retention) {}
