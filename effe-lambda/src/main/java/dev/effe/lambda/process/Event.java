package dev.effe.lambda.process;

import dev.effe.lambda.runtime.http.HttpCall;
import dev.effe.spi.InvokeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call as the Runtime API tells it to a process. Immutable, but for the array, which nobody changes.
 *
 * @param id the request's id
 * @param head the headers of the answer to a poll but for Content-Length, each with its line's end
 * @param payload the event
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Event(String id, String head, byte[] payload) {

    static Event of(InvokeRequest invoke) {
        StringBuilder head =
                head(invoke.id(), invoke.invokedFunctionArn(), invoke.traceId().orElse(null), invoke.remaining());
        add(head, "Client-Context", invoke.clientContext().orElse(null));
        add(head, "Cognito-Identity", invoke.cognitoIdentity().orElse(null));
        add(head, "Aws-Tenant-Id", invoke.tenantId().orElse(null));
        return new Event(invoke.id(), head.toString(), invoke.bytes());
    }

    /**
     * A call by HTTP.
     *
     * @param payload what the shape of events has made of it
     */
    static Event of(HttpCall http, String arn, Duration remaining, byte[] payload) {
        return new Event(
                http.requestId(),
                head(http.requestId(), arn, http.traceId(), remaining).toString(),
                payload);
    }

    private static StringBuilder head(String id, String arn, @Nullable String traceId, Duration remaining) {
        StringBuilder head = new StringBuilder(512);
        add(head, "Aws-Request-Id", id);
        add(head, "Deadline-Ms", Long.toString(System.currentTimeMillis() + remaining.toMillis()));
        add(head, "Invoked-Function-Arn", arn);
        add(head, "Trace-Id", traceId);
        return head;
    }

    /** Leaves out what is not there. Text of other characters than headers have is escaped, as JSON allows it. */
    private static void add(StringBuilder head, String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        head.append("Lambda-Runtime-").append(name).append(": ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > '~') {
                head.append(String.format("\\u%04x", (int) c));
            } else {
                head.append(c < ' ' ? ' ' : c);
            }
        }
        head.append("\r\n");
    }

    /** The head of the answer to a poll. */
    byte[] answerHead() {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + head + "Content-Length: " + payload.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
