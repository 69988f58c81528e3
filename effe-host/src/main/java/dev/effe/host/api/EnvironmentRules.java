package dev.effe.host.api;

import dev.effe.host.model.Limits;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules of AWS's for the environment of a function. Stateless. */
final class EnvironmentRules {

    /** AWS wants two characters; one does no harm here. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])*");

    /** AWS's page "Working with Lambda environment variables": those that it sets. */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

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
            if (RESERVED.contains(name)) {
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
