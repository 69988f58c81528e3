package dev.effe.server.http.message;

import dev.effe.CallException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error as the client sees it: application/problem+json (RFC 9457). Written by hand, so that refusing a request needs
 * no JSON library and cannot fail.
 *
 * @param type what kind of problem, behind {@code urn:effe:error:}
 * @param status the HTTP status
 * @param title the problem in a few words, the same for each of its type
 * @param detail what happened this time; null to say no more
 */
public record Problem(
        String type, int status, String title, @Nullable String detail) {

    public static final Problem FUNCTION_ERROR = new Problem("function-error", 500, "The function failed", null);
    static final Problem TIMEOUT = new Problem("timeout", 504, "The function did not answer in time", null);
    static final Problem OVERLOADED = new Problem("overloaded", 503, "The server is at capacity", null);
    static final Problem STARTING = new Problem("starting", 503, "The function could not start", null);
    static final Problem DRAINING = new Problem("draining", 503, "The server is stopping", null);

    public static final String CONTENT_TYPE = "application/problem+json";

    /**
     * The headers that a client is owed with 401, 405, 415, 429 and 503 (RFC 9110, 15.5.2, 15.5.6, 15.5.16, 15.6.4),
     * those that let scripts of other sites read the problem, and the one that says which function of a call it is from;
     * if they are set.
     */
    private static final List<String> KEPT = List.of(
            "WWW-Authenticate",
            "Allow",
            "Retry-After",
            "Accept-Encoding",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Expose-Headers",
            "Vary",
            "Effe-Function");

    private static final String RETRY_AFTER = "Retry-After";
    private static final String AT_ONCE = "1";

    public static Problem of(Refusal refusal, Http1Limits limits) {
        return new Problem(refusal.type(), refusal.status(), StatusText.of(refusal.status()), refusal.detail(limits));
    }

    /**
     * The problem that an outcome without an answer is to the client. Only a StatusException shows its text; nothing of
     * any other exception is shown.
     */
    public static Problem of(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            Outcome.Meant meant = failed.meant();
            return meant == null
                    ? FUNCTION_ERROR
                    : new Problem("status", meant.status(), StatusText.of(meant.status()), meant.detail());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return switch (rejected.reason()) {
                case OVERLOADED, QUEUE_TIMED_OUT -> OVERLOADED;
                case START_FAILED -> STARTING;
                case DRAINING -> DRAINING;
            };
        }
        return TIMEOUT;
    }

    /**
     * The headers that go with a refusal.
     *
     * @param more what the route has to say
     */
    public static ResponseHeaders headers(Refusal refusal, Map<String, String> more) {
        ResponseHeaders headers = headers();
        more.forEach(headers::add);
        if (refusal.allow() != null) {
            headers.add("Allow", refusal.allow());
        }
        if (refusal.status() == OVERLOADED.status) {
            headers.add(RETRY_AFTER, AT_ONCE);
        }
        return headers;
    }

    /**
     * The headers that go with an outcome without an answer.
     *
     * @param given the function's own; looked at only if it ended with a StatusException, and so writes no more
     */
    public ResponseHeaders headers(Outcome outcome, ResponseHeaders given) {
        ResponseHeaders headers = headers();
        if (outcome instanceof Outcome.Rejected rejected) {
            long seconds = Math.max(1, rejected.retryAfter().toSeconds());
            headers.add(RETRY_AFTER, Long.toString(seconds));
        } else if (outcome instanceof Outcome.Failed failed && failed.meant() != null) {
            headers.addAll(given, KEPT);
            if (headers.first(RETRY_AFTER) == null) {
                addRetryAfter(headers, failed.cause());
            }
        }
        return headers;
    }

    private void addRetryAfter(ResponseHeaders headers, Throwable cause) {
        Optional<Duration> called = cause instanceof CallException call ? call.retryAfter() : Optional.empty();
        if (called.isPresent()) {
            headers.add(RETRY_AFTER, Long.toString(called.get().toSeconds()));
        } else if (status == 429 || status == 503) {
            headers.add(RETRY_AFTER, AT_ONCE);
        }
    }

    private static ResponseHeaders headers() {
        ResponseHeaders headers = new ResponseHeaders();
        headers.add("Cache-Control", "no-store");
        headers.add("X-Content-Type-Options", "nosniff");
        return headers;
    }

    /** The message of an envelope: once, and without the words that are the same for each of its type. */
    public byte[] enveloped() {
        return Envelope.error(detail == null ? title : detail).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] json(String requestId) {
        StringBuilder json = new StringBuilder(160);
        json.append("{\"type\":\"urn:effe:error:").append(type);
        json.append("\",\"title\":").append(JsonString.of(title));
        json.append(",\"status\":").append(status);
        if (detail != null) {
            json.append(",\"detail\":").append(JsonString.of(detail));
        }
        json.append(",\"instance\":\"").append(requestId);
        json.append("\",\"requestId\":\"").append(requestId).append("\"}\n");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
