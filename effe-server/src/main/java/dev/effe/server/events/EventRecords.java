package dev.effe.server.events;

import dev.effe.server.events.EventTarget.Result;
import dev.effe.server.events.EventTarget.Result.Kind;
import dev.effe.server.json.Json;
import dev.effe.server.json.JsonText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records that destinations get of an event, in AWS Lambda's words. */
final class EventRecords {

    /** Why an event is over. */
    enum Condition {
        SUCCESS("Success"),
        RETRIES_EXHAUSTED("RetriesExhausted"),
        EVENT_AGE_EXCEEDED("EventAgeExceeded"),
        ZERO_RESERVED_CONCURRENCY("ZeroReservedConcurrency");

        private final String text;

        Condition(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** The parts of an ARN without a version. */
    private static final int ARN_PARTS = 7;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EventRecords() {}

    /**
     * The record for onSuccess and onFailure.
     *
     * @param last what the last attempt gave; null if none is known
     */
    static byte[] invocation(Event event, Condition condition, int attempts, @Nullable Result last) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("requestId", event.id().toString());
        context.put("functionArn", qualified(event.functionArn()));
        context.put("condition", condition.text);
        context.put("approximateInvokeCount", attempts);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", "1.0");
        record.put("timestamp", TIMESTAMP.format(Instant.now()));
        record.put("requestContext", context);
        record.put("requestPayload", JsonText.embed(event.payload()));
        if (last != null) {
            putResponse(record, last);
        }
        return Json.write(record);
    }

    /** An ARN with its version: {@code arn:aws:lambda:us-east-1:123456789012:function:echo:$LATEST}. */
    private static String qualified(String arn) {
        return arn.split(":", -1).length == ARN_PARTS ? arn + ":$LATEST" : arn;
    }

    private static void putResponse(Map<String, Object> record, Result result) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("statusCode", 200);
        context.put("executedVersion", result.executedVersion);
        if (result.kind == Kind.FUNCTION_ERROR) {
            context.put("functionError", "Unhandled");
        }
        record.put("responseContext", context);
        record.put("responsePayload", JsonText.embed(result.payload));
    }

    /** The headers that go beside an event to the dead letters. */
    static Map<String, String> deadLetterAttributes(Event event, @Nullable Result last) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("RequestID", event.id().toString());
        if (last != null) {
            attributes.put("ErrorCode", "200");
            attributes.put("ErrorMessage", messageOf(last.payload));
        }
        return attributes;
    }

    private static String messageOf(byte[] errorPayload) {
        try {
            Object error = Json.read(errorPayload);
            Object message = error instanceof Map<?, ?> fields ? fields.get("errorMessage") : null;
            return message == null ? "" : message.toString();
        } catch (RuntimeException e) {
            return ""; // Handlers may give any bytes.
        }
    }
}
