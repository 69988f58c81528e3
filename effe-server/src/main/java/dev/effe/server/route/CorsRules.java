package dev.effe.server.route;

import dev.effe.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What scripts of other sites may do (the Fetch standard, 3.2). A list is empty for nothing, or has {@code *} alone for
 * everything. Immutable.
 *
 * @param origins whose scripts may read answers
 * @param methods what they may use besides GET, HEAD and POST
 * @param headers what they may send besides the harmless ones
 * @param exposed what they may read of answers besides the harmless ones
 * @param maxAge how long browsers may remember what a preflight was answered
 * @param credentials whether they may send cookies and credentials
 */
public record CorsRules(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        Duration maxAge,
        boolean credentials) {

    /** Grants an origin to read the answer, if it may. */
    void grant(Response response, Optional<String> origin) {
        if (origins.isEmpty()) {
            return;
        }
        if (!isAll(origins)) {
            response.addHeader("Vary", "Origin");
        }
        if (isAllowed(origin)) {
            response.header("Access-Control-Allow-Origin", isAll(origins) ? "*" : origin.orElseThrow());
            if (credentials) {
                response.header("Access-Control-Allow-Credentials", "true");
            }
        }
    }

    /** Says what a script may read of the answer besides its body. */
    void expose(Response response, Optional<String> origin) {
        if (isAllowed(origin) && !exposed.isEmpty()) {
            response.header("Access-Control-Expose-Headers", String.join(",", exposed));
        }
    }

    /**
     * Answers what a browser asks before it sends a request.
     *
     * @param method which it means to send, for where all are allowed
     * @param names the headers which it means to send, for where all are allowed
     */
    void permit(Response response, Optional<String> origin, String method, Optional<String> names) {
        if (!isAllowed(origin)) {
            return;
        }
        // Named one by one: with credentials a browser takes * for a name.
        if (!methods.isEmpty()) {
            response.header("Access-Control-Allow-Methods", isAll(methods) ? method : String.join(",", methods));
        }
        if (!headers.isEmpty() && !(isAll(headers) && names.isEmpty())) {
            response.header(
                    "Access-Control-Allow-Headers", isAll(headers) ? names.orElseThrow() : String.join(",", headers));
        }
        response.header("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
    }

    private boolean isAllowed(Optional<String> origin) {
        return origin.isPresent() && (isAll(origins) || origins.contains(origin.get()));
    }

    private static boolean isAll(List<String> list) {
        return list.contains("*");
    }
}
