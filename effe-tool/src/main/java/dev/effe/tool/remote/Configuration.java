package dev.effe.tool.remote;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version of a function as a place has it, in what a deployment compares. Immutable.
 *
 * @param version {@code $LATEST} or a number
 * @param codeSha256 of its zip, in Base64
 * @param codeBytes the length of its zip
 * @param modified when it was made or changed, as the place writes it
 */
public record Configuration(
        String version,
        String handler,
        String runtime,
        int memoryMb,
        int timeoutSeconds,
        String role,
        SortedMap<String, String> environment,
        String codeSha256,
        long codeBytes,
        String description,
        String modified) {

    /** Takes a copy of the variables. */
    public Configuration {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    static Configuration of(Map<String, Object> json) {
        SortedMap<String, String> environment = new TreeMap<>();
        JsonFields.map(JsonFields.map(json.get("Environment")).get("Variables"))
                .forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return new Configuration(
                JsonFields.text(json, "Version"),
                JsonFields.text(json, "Handler"),
                JsonFields.text(json, "Runtime"),
                (int) JsonFields.number(json, "MemorySize"),
                (int) JsonFields.number(json, "Timeout"),
                JsonFields.text(json, "Role"),
                environment,
                JsonFields.text(json, "CodeSha256"),
                JsonFields.number(json, "CodeSize"),
                JsonFields.text(json, "Description"),
                JsonFields.text(json, "LastModified"));
    }

    /** True for a version that was published. */
    public boolean isNumbered() {
        return version.matches("[1-9][0-9]{0,8}");
    }

    /** The number of a version that was published. */
    public int number() {
        return Integer.parseInt(version);
    }

    /** Without the values of variables, which may be secrets. */
    @Override
    public String toString() {
        return version + " " + handler + " " + codeSha256;
    }
}
