package dev.effe.server.invoke;

import dev.effe.server.dispatch.ExitException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.json.Json;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The end of an invocation in the API's words: with a payload, a function error, or an error of the API. */
final class InvokeEnd {

    /** The size that a synchronous function may answer: AWS's 6 MB and a little. */
    static final int LARGEST_PAYLOAD = 6_291_556;

    private static final byte[] NOTHING = {};

    private final byte[] payload;
    private final boolean functionError;
    private final @Nullable InvokeException error;

    private InvokeEnd(byte[] payload, boolean functionError, @Nullable InvokeException error) {
        this.payload = payload;
        this.functionError = functionError;
        this.error = error;
    }

    static InvokeEnd of(Outcome outcome, PayloadResponse response, String requestId, Duration timeout) {
        if (outcome instanceof Outcome.Succeeded || (outcome instanceof Outcome.Failed && response.isAnswered())) {
            return response.isTooLarge()
                    ? functionError(FunctionErrors.tooLarge(response.mostBytes()))
                    : new InvokeEnd(response.payload(), false, null);
        }
        if (outcome instanceof Outcome.Failed failed) {
            if (response.isCut()) {
                return functionError(FunctionErrors.tooLarge(response.mostBytes()));
            }
            if (failed.cause() instanceof ExitException) {
                return functionError(FunctionErrors.exited(requestId));
            }
            return failed.cause() instanceof InvalidPayloadException invalid
                    ? new InvokeEnd(NOTHING, false, invalid.told())
                    : functionError(FunctionErrors.of(failed.cause()));
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new InvokeEnd(NOTHING, false, refusal(rejected));
        }
        return functionError(FunctionErrors.timedOut(requestId, timeout));
    }

    private static InvokeEnd functionError(byte[] json) {
        byte[] told = json.length > LARGEST_PAYLOAD ? FunctionErrors.tooLarge(LARGEST_PAYLOAD) : json;
        return new InvokeEnd(told, true, null);
    }

    private static InvokeException refusal(Outcome.Rejected rejected) {
        return switch (rejected.reason()) {
            case OVERLOADED, QUEUE_TIMED_OUT -> InvokeException.throttled(rejected.retryAfter());
            case START_FAILED -> InvokeException.unavailable("The function could not start.", rejected.retryAfter());
            case DRAINING -> InvokeException.unavailable("The server is stopping.", rejected.retryAfter());
        };
    }

    /** The answer's payload, or the function error as JSON. */
    byte[] payload() {
        return payload;
    }

    boolean isFunctionError() {
        return functionError;
    }

    /** The class of a function error, as far as its JSON says. */
    String errorType() {
        try {
            Object error = Json.read(payload);
            Object type = error instanceof Map<?, ?> fields ? fields.get("errorType") : null;
            return type == null ? "Unhandled" : type.toString();
        } catch (IllegalArgumentException e) {
            return "Unhandled"; // A handler's own serializer may write anything.
        }
    }

    /** Why the function was not called; null if it was. */
    @Nullable InvokeException error() {
        return error;
    }
}
