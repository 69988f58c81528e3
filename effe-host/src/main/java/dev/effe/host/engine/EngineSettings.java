package dev.effe.host.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings that all processes of instances are started with. Immutable.
 *
 * @param java the program
 * @param jar effe.jar
 * @param archives where Java keeps archives of classes, so that later starts are faster
 * @param account the account in ARNs
 * @param region the region in ARNs
 * @param initTimeout the longest time from a start to the first call
 * @param drainTimeout the longest time from the order to stop to the end
 */
public record EngineSettings(
        Path java,
        Path jar,
        Path archives,
        String account,
        String region,
        Duration initTimeout,
        Duration drainTimeout) {}
