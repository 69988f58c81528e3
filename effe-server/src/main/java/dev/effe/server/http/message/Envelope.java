package dev.effe.server.http.message;

import dev.effe.StatusException;
import dev.effe.server.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer into an envelope: {@code {"data": …}} around JSON and plain text, {@code {}} for nothing, and {@code
 * {"error": "…"}} for what else would be a problem. Other media types and streams are left as they are. Written by hand,
 * since an event loop needs it too. Stateless.
 */
public final class Envelope {

    public static final String CONTENT_TYPE = "application/json";

    private static final byte[] DATA = ascii("{\"data\":");
    private static final byte[] END = ascii("}");
    private static final byte[] NOTHING = ascii("{}");

    private Envelope() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Puts a whole body into an envelope.
     *
     * @param contentType what is in the body; "" if nothing says it
     * @return null if it is to be left as it is
     */
    static byte @Nullable [] around(int status, ResponseHeaders headers, String contentType, byte[] body) {
        if (status == 205 || (status >= 300 && status < 400) || headers.first("Content-Encoding") != null) {
            return null;
        }
        String given = headers.first("Content-Type");
        String type = given == null ? contentType : given;
        if (body.length == 0) {
            return status < 300 && headers.contentLength() <= 0 ? NOTHING : null;
        }
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (media.equals(CONTENT_TYPE) || media.endsWith("+json")) {
            return isNull(body) ? NOTHING : data(body);
        }
        return media.equals("text/plain") ? text(type, body) : null;
    }

    private static boolean isNull(byte[] json) {
        return json.length < 16
                && new String(json, StandardCharsets.UTF_8).strip().equals("null");
    }

    private static byte @Nullable [] text(String type, byte[] body) {
        try {
            String text = new String(body, MediaType.charset(type));
            return data(JsonString.of(text).getBytes(StandardCharsets.UTF_8));
        } catch (StatusException e) {
            return null; // It names a charset that this Java does not have.
        }
    }

    private static byte[] data(byte[] json) {
        byte[] whole = Arrays.copyOf(DATA, DATA.length + json.length + END.length);
        System.arraycopy(json, 0, whole, DATA.length, json.length);
        System.arraycopy(END, 0, whole, DATA.length + json.length, END.length);
        return whole;
    }

    /** The body of an answer that says what went wrong. */
    public static String error(String message) {
        return "{\"error\":" + JsonString.of(message) + "}";
    }
}
