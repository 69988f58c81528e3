package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why events failed, as operators are told, after a restart too. Stateless. */
final class EventReasons {

    private static final Logger log = LoggerFactory.getLogger(EventReasons.class);
    /** The most of each text: a reason takes a few KB at most, whatever a function throws. */
    private static final int MOST_CHARACTERS = 1000;

    private EventReasons() {}

    /**
     * The text about a failure.
     *
     * @param condition null if it is to be tried again
     * @param last what the last attempt gave; null if that is not known
     */
    static Map<String, String> of(@Nullable Condition condition, @Nullable Result last) {
        Map<String, String> reason = new LinkedHashMap<>();
        if (condition != null) {
            reason.put("condition", condition.text());
        }
        if (last != null) {
            putError(reason, last.payload);
        }
        return reason;
    }

    static Map<String, String> of(String message) {
        Map<String, String> reason = new LinkedHashMap<>();
        put(reason, "errorMessage", message);
        return reason;
    }

    private static void putError(Map<String, String> reason, byte[] payload) {
        try {
            if (Json.read(payload) instanceof Map<?, ?> error) {
                put(reason, "errorType", error.get("errorType"));
                put(reason, "errorMessage", error.get("errorMessage"));
                return;
            }
        } catch (RuntimeException e) {
            log.debug("A function error that is no JSON", e);
        }
        put(reason, "errorMessage", new String(payload, StandardCharsets.UTF_8));
    }

    private static void put(Map<String, String> reason, String name, @Nullable Object value) {
        if (value != null) {
            String text = value.toString();
            reason.put(name, text.substring(0, Math.min(text.length(), MOST_CHARACTERS)));
        }
    }

    /** The text about a failure, with what is known of earlier ones. For whoever has the event in flight. */
    static byte[] merged(StoredEvent event, Map<String, String> more) {
        Map<String, Object> all = new LinkedHashMap<>();
        try {
            all.putAll(read(event));
        } catch (IOException e) {
            log.warn("Why event {} failed before cannot be read", event.id, e);
        }
        all.putAll(more);
        all.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        return Json.write(all);
    }

    /** The known reason; empty if there is none. */
    @SuppressWarnings("unchecked") // As it was written.
    static Map<String, Object> read(StoredEvent event) throws IOException {
        byte[] json = bytes(event);
        return json != null && Json.read(json) instanceof Map<?, ?> known ? (Map<String, Object>) known : Map.of();
    }

    static byte @Nullable [] bytes(StoredEvent event) throws IOException {
        byte[] json = event.reason;
        ByteBuffer record = json == null ? EventStore.read(event::reasonPlace) : null;
        return record == null ? json : EventFormat.reason(record);
    }
}
