package dev.effe.server.call;

import dev.effe.CallException;
import dev.effe.StatusException;
import dev.effe.server.http.message.StatusText;
import dev.effe.server.http.message.WholeAnswer;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an answer what {@link dev.effe.Functions#call} gives or throws: who called is told what it has done wrong, and
 * of a function that failed only that. Immutable and thread-safe.
 */
final class CallResult {

    private static final String FAILED = "A function that is called failed";
    private static final String NO_ROOM = "A function that is called has no room now";
    private static final String NOT_JSON = "A function that is called did not answer the JSON that is expected";

    /** More seconds than anybody waits. */
    private static final int MOST_DIGITS = 7;

    private final String function;
    private final FunctionJson json;

    /** @param json the calling function's */
    CallResult(String function, FunctionJson json) {
        this.function = function;
        this.json = json;
    }

    /** Reads a good answer. */
    @Nullable Object of(Reply reply, Type output) {
        WholeAnswer answer = reply.answer();
        int status = answer.status();
        if (status < 300) {
            return output == Void.class ? null : read(answer.body().bytes(), output);
        }
        throw switch (status) {
            case 503 -> exception(503, NO_ROOM, retryAfter(answer), reply.cause());
            case 504 -> exception(504, Reply.End.OUT_OF_TIME.detail(), null, reply.cause());
            case 508 -> exception(508, Reply.End.TOO_DEEP.detail(), null, reply.cause());
            default ->
                status >= 400 && status < 500
                        ? exception(status, detail(answer), retryAfter(answer), reply.cause())
                        : exception(502, failure(reply), null, reply.cause());
        };
    }

    private static String failure(Reply reply) {
        return reply.end() == Reply.End.ANSWERED ? FAILED : reply.end().detail();
    }

    /** Reads a body. */
    @Nullable Object read(byte[] body, Type type) {
        if (body.length == 0) {
            return null;
        }
        try {
            return json.read(body, null, type);
        } catch (StatusException e) {
            throw exception(502, NOT_JSON, null, e);
        }
    }

    private CallException exception(
            int status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new CallException(function, status, message, retryAfter, cause);
    }

    private static @Nullable Duration retryAfter(WholeAnswer answer) {
        String seconds =
                answer.headers().getOrDefault("Retry-After", List.of("")).get(0);
        boolean number = !seconds.isEmpty()
                && seconds.length() <= MOST_DIGITS
                && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    /** The text that a problem, or an envelope, says of itself: once, not JSON in JSON. */
    private static String detail(WholeAnswer answer) {
        String type = answer.headers().getOrDefault("Content-Type", List.of("")).get(0);
        if (type.contains("json")) {
            try {
                if (Json.read(answer.body().bytes()) instanceof Map<?, ?> fields) {
                    Object said = fields.get(type.contains("problem") ? "detail" : "error");
                    if (said instanceof String text) {
                        return text;
                    }
                }
            } catch (IllegalArgumentException e) {
                // Whatever it is, it says nothing that can be passed on.
            }
        }
        return StatusText.of(answer.status());
    }
}
