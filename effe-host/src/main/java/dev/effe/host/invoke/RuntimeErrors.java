package dev.effe.host.invoke;

import dev.effe.server.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The function errors that a host tells instead of an instance, in the words of AWS Lambda. */
final class RuntimeErrors {

    static final String EXIT = "Runtime.ExitError";
    static final String TIMED_OUT = "Sandbox.Timedout";

    private RuntimeErrors() {}

    /**
     * The instance ended during the call.
     *
     * @param how such as {@code signal: killed}; "" if that is not known
     */
    static byte[] exited(String requestId, String how) {
        return of(
                EXIT,
                "RequestId: " + requestId + " Error: Runtime exited "
                        + (how.isEmpty() ? "without providing a reason" : "with error: " + how));
    }

    /** No instance could be started. */
    static byte[] notStarted(String requestId, String why) {
        return of(EXIT, "RequestId: " + requestId + " " + why);
    }

    /** The instance did not answer in time. */
    static byte[] timedOut(String requestId, Duration timeout) {
        String seconds = String.format(Locale.ROOT, "%.2f", timeout.toMillis() / 1000.0);
        return of(TIMED_OUT, "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds");
    }

    private static byte[] of(String type, String message) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("errorType", type);
        error.put("errorMessage", message);
        return Json.write(error);
    }
}
