package dev.effe.test;

import dev.effe.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The asynchronous events of a function at one moment: see {@link EffeExtension#events}. Immutable and thread-safe.
 */
public final class AsyncEvents {

    private final Map<?, ?> page;
    private final Map<Object, Map<?, ?>> byId = new HashMap<>();

    private AsyncEvents(Map<?, ?> page) {
        this.page = page;
        for (Object event : (List<?>) Objects.requireNonNull(page.get("events"), "events")) {
            Map<?, ?> fields = (Map<?, ?>) event;
            byId.put(fields.get("id"), fields);
        }
    }

    /** @param page the JSON of the admin port's page */
    static AsyncEvents of(String page) {
        return new AsyncEvents(
                (Map<?, ?>) Objects.requireNonNull(Json.read(page.getBytes(StandardCharsets.UTF_8)), "an object"));
    }

    /**
     * The events that are accepted and not over: those that run or wait, also for another try or for a destination.
     *
     * @return how many
     */
    public int pending() {
        return number(page, "pending");
    }

    /**
     * The events that run now.
     *
     * @return how many of the pending ones
     */
    public int running() {
        return number(page, "running");
    }

    /**
     * The events that are given up after their last try.
     *
     * @return how many
     */
    public int failed() {
        return number(page, "failed");
    }

    /**
     * The state of an event.
     *
     * @param id as {@link EffeExtension#invokeAsync} has returned it
     * @return {@code waiting}, {@code running}, {@code telling} (a destination) or {@code failed}; empty once it is done
     */
    public Optional<String> state(String id) {
        return Optional.ofNullable(byId.get(id)).map(event -> String.valueOf(event.get("state")));
    }

    /**
     * The tries of an event.
     *
     * @param id as {@link EffeExtension#invokeAsync} has returned it
     * @return how often the function has run for it, and failed; 0 once it is done
     */
    public int attempts(String id) {
        Map<?, ?> event = byId.get(id);
        return event == null ? 0 : number(event, "attempts");
    }

    private static int number(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Number number ? number.intValue() : 0;
    }

    /** The page as the admin port shows it. */
    @Override
    public String toString() {
        return String.valueOf(page);
    }
}
