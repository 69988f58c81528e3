package dev.effe.host.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an instance is started with. Immutable.
 *
 * @param version the version that it serves
 * @param code the zip of the function
 * @param runtime AWS's name of it, such as {@code java21}
 * @param handler the class, and perhaps the method, that is called
 * @param memoryMb the memory that it may have, in MiB
 * @param timeout the longest call
 * @param environment the variables of the function
 */
public record InstanceSpec(
        Resolved version,
        Path code,
        String runtime,
        String handler,
        int memoryMb,
        Duration timeout,
        SortedMap<String, String> environment) {

    /** AWS's name of the setting. */
    private static final String CONCURRENCY = "AWS_LAMBDA_MAX_CONCURRENCY";

    private static final int CALLS_AT_ONCE = 20;
    private static final int MOST_CALLS_AT_ONCE = 1000;
    /** A Java that serves needs so much, in MiB. */
    private static final int LEAST_MEMORY_MB = 128;

    /** Takes a copy of the variables. */
    public InstanceSpec {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** What it may use of the machine's memory, in MiB. */
    int chargedMb() {
        return Math.max(LEAST_MEMORY_MB, memoryMb);
    }

    /** The calls that it takes at once, from 1 to 1000: 20, or what the function's variables say. */
    int callsAtOnce() {
        return callsAtOnce(environment);
    }

    private static int callsAtOnce(Map<String, String> environment) {
        String text = environment.getOrDefault(CONCURRENCY, "");
        return text.matches("[1-9][0-9]{0,3}") ? Math.min(MOST_CALLS_AT_ONCE, Integer.parseInt(text)) : CALLS_AT_ONCE;
    }
}
