package dev.effe.server.invoke;

import dev.effe.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** The frames of a streamed answer, as AWS Lambda's InvokeWithResponseStream has them. Stateless. */
public final class StreamFrames {

    /** The media type of such answers. */
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private StreamFrames() {}

    /** A part of the payload. */
    static byte[] chunk(byte[] payload) {
        return frame("PayloadChunk", "application/octet-stream", payload);
    }

    /** The end of an answer that is whole. */
    static byte[] succeeded(@Nullable String logged) {
        return end(new LinkedHashMap<>(), logged);
    }

    /**
     * The end of the answer of a function that has failed; all of it, if that was before its first part.
     *
     * @param type of the error, such as {@code Runtime.ExitError}
     * @param error JSON
     * @param logged the end of the log, in Base64; null if nobody asked for it
     */
    public static byte[] failed(String type, byte[] error, @Nullable String logged) {
        Map<String, String> completion = new LinkedHashMap<>();
        completion.put("ErrorCode", type);
        completion.put("ErrorDetails", new String(error, StandardCharsets.UTF_8));
        return end(completion, logged);
    }

    private static byte[] end(Map<String, String> completion, @Nullable String logged) {
        if (logged != null) {
            completion.put("LogResult", logged);
        }
        return frame("InvokeComplete", "application/json", Json.write(completion));
    }

    private static byte[] frame(String type, String contentType, byte[] payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString(contentType));
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 128);
        new Message(headers, payload).encode(frame);
        return frame.toByteArray();
    }
}
