package dev.effe.host.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A function's code and configuration. Two that are equal run the same.
 *
 * @param runtime such as {@code java21}
 * @param handler the class, and perhaps its method
 * @param memoryMb what a process of it may have, in MB
 * @param timeoutSeconds the longest call, from 1 to 900
 * @param environment names and values; secrets are among them
 * @param kept fields of AWS's that have no effect here, as they are told again, such as Role
 */
public record VersionConfig(
        CodeRef code,
        String runtime,
        String handler,
        String description,
        int memoryMb,
        int timeoutSeconds,
        SortedMap<String, String> environment,
        Map<String, Object> kept) {

    public VersionConfig {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
    }

    public VersionConfig withCode(CodeRef newCode) {
        return new VersionConfig(newCode, runtime, handler, description, memoryMb, timeoutSeconds, environment, kept);
    }

    public VersionConfig withDescription(String newDescription) {
        return new VersionConfig(code, runtime, handler, newDescription, memoryMb, timeoutSeconds, environment, kept);
    }

    /** The same with one field of AWS's more, or changed. */
    public VersionConfig withKept(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(kept);
        more.put(name, value);
        return new VersionConfig(code, runtime, handler, description, memoryMb, timeoutSeconds, environment, more);
    }

    /** Names nothing of the environment, where secrets are. */
    @Override
    public String toString() {
        return "VersionConfig[code=" + code.sha256() + ", runtime=" + runtime + ", handler=" + handler + ", memoryMb="
                + memoryMb + ", timeoutSeconds=" + timeoutSeconds + "]";
    }
}
