package dev.effe.server.invoke;

import dev.effe.Request;
import dev.effe.server.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a client beside the payload.
 *
 * @param type how to invoke
 * @param tail whether it wants the end of the log
 * @param clientContext JSON, for a synchronous invocation only
 * @param tenantId for whom the call is
 */
public record InvokeOptions(
        Type type,
        boolean tail,
        @Nullable String clientContext,
        @Nullable String tenantId) {

    /** The kind of invocation. */
    public enum Type {
        REQUEST_RESPONSE,
        EVENT,
        DRY_RUN
    }

    private static final int LONGEST_CONTEXT = 3583;

    /**
     * Reads the headers.
     *
     * @throws InvokeException if one has a value that is not allowed
     */
    public static InvokeOptions of(Request request) throws InvokeException {
        Type type = type(request.header("X-Amz-Invocation-Type"));
        String context = request.header("X-Amz-Client-Context").orElse(null);
        return new InvokeOptions(
                type,
                tail(request.header("X-Amz-Log-Type")),
                context == null || type != Type.REQUEST_RESPONSE ? null : decoded(context),
                request.header("X-Amz-Tenant-Id").orElse(null));
    }

    private static Type type(Optional<String> header) throws InvokeException {
        return switch (header.orElse("RequestResponse")) {
            case "RequestResponse" -> Type.REQUEST_RESPONSE;
            case "Event" -> Type.EVENT;
            case "DryRun" -> Type.DRY_RUN;
            default ->
                throw InvokeException.validation(
                        header.orElse(""),
                        "invocationType",
                        "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        };
    }

    private static boolean tail(Optional<String> header) throws InvokeException {
        return switch (header.orElse("None")) {
            case "None" -> false;
            case "Tail" -> true;
            default ->
                throw InvokeException.validation(
                        header.orElse(""), "logType", "Member must satisfy enum value set: [None, Tail]");
        };
    }

    private static String decoded(String context) throws InvokeException {
        if (context.length() > LONGEST_CONTEXT) {
            throw InvokeException.invalidContent("Client context must be no more than " + LONGEST_CONTEXT + " bytes.");
        }
        try {
            byte[] json = Base64.getDecoder().decode(context);
            String text = new String(json, StandardCharsets.UTF_8);
            if (JsonText.problem(json) == null && text.strip().startsWith("{")) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw notAnObject();
        }
        throw notAnObject();
    }

    private static InvokeException notAnObject() {
        return InvokeException.invalidContent("Client context must be a valid Base64-encoded JSON object.");
    }
}
