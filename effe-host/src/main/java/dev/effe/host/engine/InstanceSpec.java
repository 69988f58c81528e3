package dev.effe.host.engine;

import dev.effe.host.model.Callee;
import dev.effe.host.model.Runtimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The specification that an instance is started with. Immutable.
 *
 * @param version the version that it serves
 * @param code the zip of the function
 * @param runtime AWS's name of it, such as {@code java21}
 * @param handler the class, and perhaps the method, that is called; in other languages, what they call so
 * @param memoryMb the memory that it may have, in MiB; in other languages, that each of its processes may have
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

    private static final int JAVA_CALLS_AT_ONCE = 20;
    /** Each of them has a process. */
    private static final int OTHER_CALLS_AT_ONCE = 4;

    private static final int MOST_CALLS_AT_ONCE = 1000;
    /** A Java that serves needs so much, in MiB. */
    private static final int LEAST_MEMORY_MB = 128;

    /** Takes a copy of the variables. */
    public InstanceSpec {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** The functions that it may call, by the names that it calls them by. */
    Map<String, Callee> callees() {
        String text = environment.get(Callee.VARIABLE);
        Map<String, Callee> callees = text == null ? null : Callee.parse(text);
        return callees == null ? Map.of() : callees; // The API refuses others.
    }

    /** True if Java itself runs the function, and not a process for each of its calls. */
    boolean isJava() {
        return Runtimes.isJava(runtime);
    }

    /** The memory that Java may use, in MiB. */
    int javaMb() {
        return isJava() ? Math.max(LEAST_MEMORY_MB, memoryMb) : LEAST_MEMORY_MB;
    }

    /** The part of the machine's memory that it may use, with the processes of the function, in MiB. */
    int chargedMb() {
        return isJava() ? javaMb() : javaMb() + callsAtOnce() * memoryMb;
    }

    /** The calls that it takes at once, from 1 to 1000: 20, or 4 in other languages, or what the function's variables say. */
    int callsAtOnce() {
        String text = environment.getOrDefault(CONCURRENCY, "");
        if (text.matches("[1-9][0-9]{0,3}")) {
            return Math.min(MOST_CALLS_AT_ONCE, Integer.parseInt(text));
        }
        return isJava() ? JAVA_CALLS_AT_ONCE : OTHER_CALLS_AT_ONCE;
    }
}
