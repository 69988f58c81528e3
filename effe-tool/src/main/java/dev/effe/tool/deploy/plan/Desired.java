package dev.effe.tool.deploy.plan;

import dev.effe.server.app.FunctionEntry.FunctionUrl;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.remote.Configuration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A function as it is to be at a place. Fields that effe.yaml does not name are left as they are there. Immutable.
 *
 * @param function its name in effe.yaml
 * @param name the name that it is deployed by
 * @param runtime AWS's name; empty to leave it, if its Java is new enough
 * @param javaVersion the Java that the handler's class is compiled for; 0 for another language
 * @param environment all variables, secrets too
 * @param secrets the names of those that are never shown
 * @param leftOut what the file says and the place cannot do, a line each
 * @param url of its alias; empty to leave it
 */
public record Desired(
        String function,
        String name,
        String handler,
        Optional<String> runtime,
        int javaVersion,
        OptionalInt memoryMb,
        OptionalInt timeoutSeconds,
        Optional<String> role,
        SortedMap<String, String> environment,
        Set<String> secrets,
        CodePackage code,
        List<String> leftOut,
        Optional<FunctionUrl> url) {

    /** The newest Java that AWS Lambda has a runtime of. */
    static final int NEWEST_JAVA = 25;

    private static final List<Integer> RUNTIMES = List.of(17, 21, NEWEST_JAVA);

    /** Copies what it is given. */
    public Desired {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        secrets = Set.copyOf(secrets);
        leftOut = List.copyOf(leftOut);
    }

    /** The runtime: as named, else as it is there, else the oldest that runs the class. */
    String runtimeBeside(Optional<Configuration> live) {
        Optional<String> kept = live.map(Configuration::runtime)
                .filter(there -> javaOf(there).isPresent() && javaOf(there).getAsInt() >= javaVersion);
        return runtime.or(() -> kept).orElseGet(() -> "java" + oldest(javaVersion));
    }

    private static int oldest(int java) {
        return RUNTIMES.stream().filter(release -> release >= java).findFirst().orElse(java);
    }

    /** The release of a runtime of Java's; empty for another. */
    static OptionalInt javaOf(String runtime) {
        String digits = runtime.startsWith("java") ? runtime.substring(4).replaceFirst("[^0-9].*", "") : "";
        return digits.isEmpty() || digits.length() > 3 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    /** The fields of its configuration, as the API takes them. */
    public Map<String, Object> fields(Optional<Configuration> live) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Handler", handler);
        fields.put("Runtime", runtimeBeside(live));
        memoryMb.ifPresent(memory -> fields.put("MemorySize", memory));
        timeoutSeconds.ifPresent(timeout -> fields.put("Timeout", timeout));
        role.ifPresent(named -> fields.put("Role", named));
        fields.put("Environment", Map.of("Variables", environment));
        return fields;
    }

    /** Without the values of variables. */
    @Override
    public String toString() {
        return name + " " + handler;
    }
}
