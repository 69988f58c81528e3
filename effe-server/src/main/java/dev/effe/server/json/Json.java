package dev.effe.server.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the server's own JSON, which is maps, lists and plain values: its mapper lives as long as the process
 * and must see no class of a function; {@link FunctionJson} is for those. Jackson is loaded with the first use.
 * Thread-safe.
 */
public final class Json {

    private Json() {}

    /**
     * Reads any JSON.
     *
     * @return a map, a list, a string, a number, a boolean or null
     * @throws IllegalArgumentException if it is no JSON
     */
    public static @Nullable Object read(byte[] json) {
        try {
            return Holder.MAPPER.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw new IllegalArgumentException("No valid JSON" + where, e);
        } catch (IOException e) {
            // Such as of bytes that begin like UTF-16 or UTF-32 and are not.
            throw new IllegalArgumentException("No valid JSON", e);
        }
    }

    /** Writes a value of the server's own. */
    public static byte[] write(@Nullable Object value) {
        try {
            return Holder.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write it as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The same as a text, which has no line breaks of its own. */
    public static String text(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /** Made when it is first needed. */
    private static final class Holder {
        static final ObjectMapper MAPPER = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
