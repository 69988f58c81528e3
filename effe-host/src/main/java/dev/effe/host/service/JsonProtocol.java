package dev.effe.host.service;

import dev.effe.Request;
import dev.effe.host.access.BodySize;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.json.Json;
import dev.effe.server.route.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * AWS's protocol of JSON objects, where the header X-Amz-Target names the operation. Immutable and thread-safe.
 *
 * @param version of the protocol: 1.0 or 1.1
 * @param prefix of X-Amz-Target, such as {@code Logs_20140328.}
 */
public record JsonProtocol(String version, String prefix) {

    /** The most bytes of a request. */
    private static final int MOST_BYTES = 1 << 20;

    /** True if a request is for the service. */
    public boolean isOf(Request request) {
        return request.header("X-Amz-Target")
                .filter(target -> target.startsWith(prefix))
                .isPresent();
    }

    /** The operation of a request that is for the service. */
    public String operation(Request request) {
        return request.header("X-Amz-Target").orElse(prefix).substring(prefix.length());
    }

    /**
     * The members of a request; none of an empty body.
     *
     * @throws InvokeException if the body is no object
     */
    public Map<String, Object> body(Request request) throws InvokeException {
        if (BodySize.exceeds(request, MOST_BYTES)) {
            throw tooLarge();
        }
        byte[] bytes = request.bytes();
        if (bytes.length > MOST_BYTES) {
            throw tooLarge();
        }
        return bytes.length == 0 ? Map.of() : members(bytes);
    }

    private static InvokeException tooLarge() {
        return serialization("Request must be smaller than " + MOST_BYTES + " bytes");
    }

    private static Map<String, Object> members(byte[] bytes) throws InvokeException {
        Object read;
        try {
            read = Json.read(bytes);
        } catch (IllegalArgumentException e) {
            throw serialization(String.valueOf(e.getMessage()));
        }
        if (!(read instanceof Map<?, ?> map)) {
            throw serialization("Unexpected field type");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                members.put(String.valueOf(name), value);
            }
        });
        return members;
    }

    private static InvokeException serialization(String message) {
        return InvokeException.user("SerializationException", 400, message);
    }

    /** There is no such operation. */
    public InvokeException unknown(Request request) {
        return InvokeException.user(
                "UnknownOperationException", 400, "This host serves no such operation: " + operation(request));
    }

    /** Answers. */
    public void send(Call call, @Nullable Object answer) {
        send(call, 200, answer);
    }

    /** Answers with an error: 400, as these services do, unless the host itself is the reason. */
    public void refuse(Call call, InvokeException why) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("__type", why.type());
        error.put("message", String.valueOf(why.getMessage()));
        send(call, why.status() < 500 ? 400 : why.status(), error);
    }

    private void send(Call call, int status, @Nullable Object answer) {
        call.response().status(status).header("Content-Type", "application/x-amz-json-" + version);
        call.response().send(Json.write(answer));
        call.completed(Outcome.SUCCEEDED);
    }
}
