package dev.effe.host.api;

import dev.effe.host.model.Limits;
import dev.effe.host.model.ReservedVariables;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules of AWS's for the environment of a function. Stateless. */
final class EnvironmentRules {

    /** AWS wants two characters; one does no harm here. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])*");

    private EnvironmentRules() {}

    /**
     * Checks names and values.
     *
     * @throws InvokeException if one is not taken; no value is in its message but in that of AWS's own for the size
     */
    static void check(SortedMap<String, String> environment) throws InvokeException {
        Constraints constraints = new Constraints();
        TreeSet<String> reserved = new TreeSet<>();
        for (String name : environment.keySet()) {
            if (ReservedVariables.NAMES.contains(name)) {
                reserved.add(name);
            } else if (!NAME.matcher(name).matches()) {
                constraints.add(
                        name,
                        "environment.variables",
                        "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: "
                                + NAME.pattern() + "]");
            }
        }
        constraints.check();
        if (!reserved.isEmpty()) {
            throw InvokeException.invalidParameter(
                    "Lambda was unable to configure your environment variables because the environment variables you have"
                            + " provided contains reserved keys that are currently not supported for modification. Reserved keys"
                            + " used in this request: " + String.join(", ", reserved));
        }
        byte[] json = Json.write(environment);
        if (json.length > Limits.ENVIRONMENT_BYTES) {
            throw InvokeException.invalidParameter(
                    "Lambda was unable to configure your environment variables because the environment variables you have"
                            + " provided exceeded the 4KB limit. String measured: "
                            + new String(json, StandardCharsets.UTF_8));
        }
    }
}
