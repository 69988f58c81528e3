package dev.effe.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON that is passed on as it is. Thread-safe. */
public final class JsonText {

    private JsonText() {}

    /**
     * Says what keeps a text from being one JSON value.
     *
     * @return Jackson's words, which never have the text itself; null if it is JSON
     */
    public static @Nullable String problem(byte[] text) {
        try (JsonParser parser = Holder.FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return "No content to map due to end-of-input\n at " + parser.currentLocation();
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null
                    ? null
                    : "Trailing token found after value\n at " + parser.currentTokenLocation();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A part of what {@link Json#write} writes: the JSON itself, or a string of what is not JSON. */
    public static Object embed(byte[] text) {
        String decoded = new String(text, StandardCharsets.UTF_8);
        return problem(text) == null ? new RawValue(decoded) : decoded;
    }

    /** Made when it is first needed. */
    private static final class Holder {
        static final JsonFactory FACTORY = new JsonFactory();
    }
}
