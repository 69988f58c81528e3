package dev.effe.host.invoke;

import dev.effe.server.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A function error that a host tells instead of an instance, in the words of AWS Lambda. Immutable. */
record RuntimeError(String type, String message) {

    private static final String EXIT = "Runtime.ExitError";
    private static final String TIMED_OUT = "Sandbox.Timedout";

    /**
     * The instance ended during the call.
     *
     * @param how such as {@code signal: killed}; "" if that is not known
     */
    static RuntimeError exited(String requestId, String how) {
        return new RuntimeError(
                EXIT,
                "RequestId: " + requestId + " Error: Runtime exited "
                        + (how.isEmpty() ? "without providing a reason" : "with error: " + how));
    }

    /** No instance could be started. */
    static RuntimeError notStarted(String requestId, String why) {
        return new RuntimeError(EXIT, "RequestId: " + requestId + " " + why);
    }

    /** The instance did not answer in time. */
    static RuntimeError timedOut(String requestId, Duration timeout) {
        String seconds = String.format(Locale.ROOT, "%.2f", timeout.toMillis() / 1000.0);
        return new RuntimeError(
                TIMED_OUT, "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds");
    }

    /** True if it took too long. */
    boolean isTimeout() {
        return type.equals(TIMED_OUT);
    }

    /** The payload of such an answer. */
    byte[] json() {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("errorType", type);
        error.put("errorMessage", message);
        return Json.write(error);
    }
}
