package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * A body as text, which JSON can hold: as it is, or in base64.
 *
 * @param text the body or its base64
 */
record EventBody(String text, boolean isBase64) {

    /** As it is if it is meant as text and is UTF-8. */
    static EventBody of(byte[] body, boolean isText) {
        if (isText) {
            try {
                // Refuses what is malformed, unlike new String.
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString();
                return new EventBody(text, false);
            } catch (CharacterCodingException e) {
                // Not text, whatever it is called.
            }
        }
        return new EventBody(Base64.getEncoder().encodeToString(body), true);
    }

    /** True if a Content-Type has one of the words. */
    static boolean isOneOf(String contentType, String... words) {
        String type = contentType.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (type.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the two fields that all events have. */
    void into(JsonGenerator event) throws IOException {
        event.writeStringField("body", text);
        event.writeBooleanField("isBase64Encoded", isBase64);
    }
}
