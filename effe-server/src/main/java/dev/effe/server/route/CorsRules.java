package dev.effe.server.route;

import static dev.effe.server.settings.ValueTypes.onOff;
import static dev.effe.server.settings.ValueTypes.time;

import dev.effe.Response;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import dev.effe.server.settings.TextList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules for scripts of other sites (the Fetch standard, 3.2). A list is empty for nothing, or has {@code *} alone
 * for everything. Immutable.
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

    public CorsRules {
        if (origins.isEmpty()) {
            needsOrigins("cors-allow-methods", !methods.isEmpty());
            needsOrigins("cors-allow-headers", !headers.isEmpty());
            needsOrigins("cors-expose-headers", !exposed.isEmpty());
            needsOrigins("cors-max-age", !maxAge.isZero());
            needsOrigins("cors-allow-credentials", credentials);
        }
        if (credentials && origins.contains("*")) {
            throw SettingsConflict.needs("cors-allow-credentials", "cors-allow-origins", "without *");
        }
    }

    private static void needsOrigins(String name, boolean given) {
        if (given) {
            throw SettingsConflict.missing(name, "cors-allow-origins");
        }
    }

    public static CorsRules of(Rows rows) {
        Rows cors = rows.under(Group.CORS);
        return new CorsRules(
                cors.value(
                        "cors-allow-origins",
                        TextList.ORIGINS,
                        "",
                        "Sites whose scripts may read answers; empty: none."),
                cors.value(
                        "cors-allow-methods",
                        TextList.TOKENS,
                        "",
                        "Methods those scripts may use besides GET, HEAD and POST."),
                cors.value(
                        "cors-allow-headers",
                        TextList.TOKENS,
                        "",
                        "Headers those scripts may send, such as Content-Type."),
                cors.value(
                        "cors-expose-headers", TextList.TOKENS, "", "Headers of answers that those scripts may read."),
                cors.value("cors-max-age", time(), "0s", "Time for which browsers may remember what is allowed."),
                cors.value("cors-allow-credentials", onOff(), "off", "Such scripts may send cookies and credentials."));
    }

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
