package dev.effe.server.events;

import dev.effe.server.events.EventRecords.Condition;
import dev.effe.server.events.EventTarget.Result;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why events failed: for each a file beside theirs, so that operators are told after a restart too. Guarded by the lock
 * of {@link EventIndex}.
 */
final class EventReasons {

    static final String SUFFIX = ".reason";

    private static final Logger log = LoggerFactory.getLogger(EventReasons.class);
    /** The most of each text: a reason takes a few KB at most, whatever a function throws. */
    private static final int MOST_CHARACTERS = 1000;

    private final Path folder;
    private final EventRoom room;

    EventReasons(Path folder, EventRoom room) {
        this.folder = folder;
        this.room = room;
    }

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

    /** Adds to what is known of an event. Failing to is no reason to keep the event from going on. */
    void add(StoredEvent event, Map<String, String> more) {
        try {
            Map<String, Object> all = new LinkedHashMap<>(read(event));
            all.putAll(more);
            all.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            byte[] json = Json.write(all);
            try (FileChannel file = OwnerOnly.open(
                    path(event),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(json);
                while (left.hasRemaining()) {
                    file.write(left);
                }
            }
            room.take(0, json.length - event.reasonBytes);
            event.reasonBytes = json.length;
        } catch (IOException | RuntimeException e) {
            log.warn("Why event {} failed could not be written: {}", event.id, more, e);
        }
    }

    /** The known reason; empty if there is none. */
    @SuppressWarnings("unchecked") // As add wrote it.
    Map<String, Object> read(StoredEvent event) throws IOException {
        if (event.reasonBytes == 0) {
            return Map.of();
        }
        try {
            return Json.read(Files.readAllBytes(path(event))) instanceof Map<?, ?> known
                    ? (Map<String, Object>) known
                    : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of(); // The machine went down before it was whole on the disk.
        }
    }

    /** Forgets it. */
    void drop(StoredEvent event) throws IOException {
        if (event.reasonBytes > 0) {
            Files.deleteIfExists(path(event));
            room.give(0, event.reasonBytes);
            event.reasonBytes = 0;
        }
    }

    private Path path(StoredEvent event) {
        return folder.resolve(event.id + SUFFIX);
    }

    /** Finds what an earlier process has left; what belongs to no event goes. */
    static void recover(Path file, Map<String, StoredEvent> events) throws IOException {
        String name = file.getFileName().toString();
        StoredEvent event = events.get(name.substring(0, name.length() - SUFFIX.length()));
        if (event == null) {
            Files.delete(file);
        } else {
            event.reasonBytes = (int) Math.min(Integer.MAX_VALUE, Files.size(file));
        }
    }
}
