package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.access.AccessException;
import dev.effe.server.json.JsonString;
import dev.effe.server.route.RefusalBody;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error of the Lambda API itself, not of the function, in the shape that AWS's clients know by its type. */
public final class InvokeException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private static final String ERROR_TYPE = "x-amzn-ErrorType";
    private static final String JSON = "application/json";
    private static final String USER = "User";
    private static final String SERVICE = "Service";

    /** The errors whose shapes have Message where all others have message. */
    private static final Set<String> CAPITAL = Set.of(
            "ResourceNotFoundException",
            "ServiceException",
            "AccessDeniedException",
            "InvalidRuntimeException",
            "InvalidZipFileException");

    private final String type;
    private final int status;
    private final @Nullable String side;
    private final @Nullable String reason;
    private final @Nullable Duration retryAfter;

    private InvokeException(
            String type,
            int status,
            @Nullable String side,
            String message,
            @Nullable String reason,
            @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.type = type;
        this.status = status;
        this.side = side;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /**
     * An error that the client made.
     *
     * @param type the name of AWS's error
     * @param status from 400 to 499
     */
    public static InvokeException user(String type, int status, String message) {
        return new InvokeException(type, status, USER, message, null, null);
    }

    /** There is no such function, alias or version. */
    public static InvokeException notFound(String arn) {
        return user("ResourceNotFoundException", 404, "Function not found: " + arn);
    }

    /** The Lambda API has an operation there that is not served, or none. */
    public static InvokeException unknownOperation() {
        return user("UnknownOperationException", 404, "Effe serves no such operation of the Lambda API");
    }

    /** A value that the service does not take. */
    public static InvokeException invalidParameter(String message) {
        return user("InvalidParameterValueException", 400, message);
    }

    /** A body or header of an invocation that cannot be read. */
    public static InvokeException invalidContent(String message) {
        return user("InvalidRequestContentException", 400, message);
    }

    /** A header or a part of the path that the service model does not allow. */
    public static InvokeException validation(String value, String member, String constraint) {
        return user(
                "ValidationException",
                400,
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** A payload beyond what Invoke takes. */
    public static InvokeException tooLarge(int limitBytes) {
        return user(
                "RequestTooLargeException",
                413,
                "Request must be smaller than " + limitBytes + " bytes for the InvokeFunction operation");
    }

    /** There is no room for one more call. */
    public static InvokeException throttled(Duration retryAfter) {
        return throttled("ReservedFunctionConcurrentInvocationLimitExceeded", retryAfter);
    }

    /**
     * There is no room for one more call.
     *
     * @param reason AWS's name of the limit that is reached
     */
    public static InvokeException throttled(String reason, Duration retryAfter) {
        return new InvokeException("TooManyRequestsException", 429, USER, "Rate Exceeded.", reason, retryAfter);
    }

    /** The client has no right to it, as AWS says that before it looks at the operation. */
    public static InvokeException refused(AccessException refusal) {
        return new InvokeException(refusal.type(), 403, null, String.valueOf(refusal.getMessage()), null, null);
    }

    /** The server cannot now, and says why; clients try again. */
    public static InvokeException unavailable(String message, Duration retryAfter) {
        return new InvokeException("ServiceException", 503, SERVICE, message, null, retryAfter);
    }

    /** The server cannot, until an operator does something. */
    public static InvokeException service(String message) {
        return new InvokeException("ServiceException", 500, SERVICE, message, null, null);
    }

    /** The name of AWS's error. */
    public String type() {
        return type;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The same where the request is refused before it is read. */
    public RefusalBody refusal(String requestId) {
        return new RefusalBody(Map.of(InvokeIds.REQUEST_ID, requestId, ERROR_TYPE, type), JSON, json());
    }

    /** Answers with this error. */
    public void answer(Response response) {
        response.status(status).header(ERROR_TYPE, type).header("Content-Type", JSON);
        if (retryAfter != null) {
            response.header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        response.send(json().getBytes(StandardCharsets.UTF_8));
    }

    private String json() {
        StringBuilder body = new StringBuilder("{");
        if (reason != null) {
            body.append("\"Reason\":\"").append(reason).append("\",");
        }
        if (side != null) {
            body.append("\"Type\":\"").append(side).append("\",");
        }
        body.append(CAPITAL.contains(type) ? "\"Message\":" : "\"message\":");
        body.append(JsonString.of(String.valueOf(getMessage()))).append('}');
        return body.toString();
    }
}
