package dev.effe.tool.deploy.plan;

import dev.effe.host.model.Limits;
import dev.effe.host.model.ReservedVariables;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.json.Json;
import dev.effe.tool.pack.PackException;
import java.util.Set;
import java.util.TreeSet;

/** The limits of the Lambda API, looked at before anything is changed, so that no deployment ends half way. Stateless. */
public final class ApiLimits {

    private ApiLimits() {}

    /**
     * Checks that a request can bring its code.
     *
     * @throws PackException if it is too large
     */
    public static void checkRequest(FunctionEntry function, Desired desired) throws PackException {
        int bytes = desired.code().zip().length;
        if (bytes > Limits.ZIPPED_BYTES) {
            throw fault(
                    function,
                    "code",
                    "has " + bytes + " bytes packed, and a request at most " + Limits.ZIPPED_BYTES + ": leave out what"
                            + " it does not need, or have AWS's tools bring it by S3, with effe template sam");
        }
    }

    /**
     * Checks its configuration; values of variables are in no message.
     *
     * @throws PackException for the first that a place would refuse; it names the key
     */
    public static void check(FunctionEntry function, Desired desired) throws PackException {
        int memoryMb = desired.memoryMb().orElse(Limits.DEFAULT_MEMORY_MB);
        if (memoryMb > Limits.MAX_MEMORY_MB) {
            throw fault(
                    function, "memory", "is " + memoryMb + ", and at most " + Limits.MAX_MEMORY_MB + " are allowed");
        }
        if (desired.handler().length() > Limits.HANDLER) {
            throw fault(function, "handler", "has more than " + Limits.HANDLER + " characters");
        }
        environment(function, desired);
    }

    private static void environment(FunctionEntry function, Desired desired) throws PackException {
        Set<String> reserved = new TreeSet<>(desired.environment().keySet());
        reserved.retainAll(ReservedVariables.NAMES);
        if (!reserved.isEmpty()) {
            String names = String.join(", ", reserved);
            throw fault(function, "environment", "names " + names + ", which the runtime sets: name it otherwise");
        }
        int bytes = Json.write(desired.environment()).length;
        if (bytes > Limits.ENVIRONMENT_BYTES) {
            throw fault(
                    function,
                    "environment",
                    "and secrets have " + bytes + " bytes as JSON, and at most " + Limits.ENVIRONMENT_BYTES
                            + " are allowed: have the function read the large ones from elsewhere");
        }
    }

    private static PackException fault(FunctionEntry function, String key, String what) {
        return new PackException(function.place() + ": functions." + function.name() + "." + key + " " + what);
    }
}
