package dev.effe.server.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.effe.StatusException;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON by the rules of {@link dev.effe.Request#json} and {@link dev.effe.Response#json}. Jackson is
 * loaded with the first use: a function that speaks no JSON does not pay for it. Thread-safe.
 */
public final class Json {

    private Json() {}

    /**
     * Reads a body.
     *
     * @throws StatusException with status 400, saying what is wrong and where, but nothing of this Java's classes
     */
    public static @Nullable Object read(byte[] body, Type type) {
        if (body.length == 0) {
            throw new StatusException(400, "The request needs a JSON body");
        }
        try {
            ObjectMapper mapper = Holder.MAPPER;
            return mapper.readValue(body, mapper.constructType(type));
        } catch (JsonProcessingException e) {
            String what = e instanceof com.fasterxml.jackson.databind.JsonMappingException
                    ? "The body does not have the expected shape"
                    : "The body is not valid JSON";
            throw new StatusException(400, what + place(e), e);
        } catch (IOException e) {
            // Such as of bytes that begin like UTF-16 or UTF-32 and are not.
            throw new StatusException(400, "The body is not valid JSON", e);
        }
    }

    private static String place(JacksonException e) {
        JsonLocation where = e.getLocation();
        return where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    public static byte[] write(@Nullable Object value) {
        try {
            return Holder.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write it as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Made when it is first needed. */
    private static final class Holder {
        static final ObjectMapper MAPPER = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
