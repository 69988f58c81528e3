package dev.effe.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.spi.topics.NewEvent;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Texts of events, as the database has them. Stateless. */
final class EventText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private EventText() {}

    static String headers(Map<String, String> headers) {
        try {
            return JSON.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Headers must be text", e);
        }
    }

    static Map<String, String> headers(String json) throws SQLException {
        try {
            return json.equals("{}") ? Map.of() : JSON.readValue(json, HEADERS);
        } catch (JsonProcessingException e) {
            throw new SQLException("The headers of an event are no JSON object of texts: " + e.getOriginalMessage(), e);
        }
    }

    /** Refuses what a text of the database cannot hold, or would hold as something else. */
    static void check(NewEvent event) {
        event.key().ifPresent(key -> check("key", key));
        event.id().ifPresent(id -> check("id", id));
        check("content type", event.contentType());
        event.headers().forEach((name, value) -> {
            check("header name", name);
            check("value of " + name, value);
        });
    }

    private static void check(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The " + what
                    + " of an event must have no NUL character, but has one at index " + text.indexOf('\0'));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "The " + what + " of an event must be Unicode, but has half a character");
        }
    }

    /** The nearest text that the database can hold. */
    static String kept(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
