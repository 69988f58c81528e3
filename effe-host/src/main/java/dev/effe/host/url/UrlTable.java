package dev.effe.host.url;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.UrlConfig;
import dev.effe.host.store.Functions;
import dev.effe.server.route.CorsRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All URLs of functions by their ids. Takes no lock to look one up. Thread-safe. */
public final class UrlTable implements Functions.Listener {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param all the functions that there are */
    public UrlTable(Iterable<FunctionState> all) {
        all.forEach(state -> changed(state.name(), null, state));
    }

    /**
     * A URL.
     *
     * @param function that it is of
     * @param qualifier its alias, or {@code $LATEST}
     * @param cors the rules for scripts of other sites; null for none, so that the function sees preflights
     */
    record Entry(
            String function,
            String qualifier,
            UrlConfig config,
            @Nullable CorsRules cors) {}

    /** The URL of an id; null if there is none. */
    @Nullable Entry find(String id) {
        return entries.get(id);
    }

    @Override
    public void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        if (before != null && after != null && before.urls().equals(after.urls())) {
            return;
        }
        if (before != null) {
            before.urls().forEach((qualifier, url) -> {
                if (after == null || !after.urls().containsKey(qualifier)) {
                    entries.remove(url.id());
                }
            });
        }
        if (after != null) {
            after.urls()
                    .forEach((qualifier, url) ->
                            entries.put(url.id(), new Entry(name, qualifier, url, rules(url.cors()))));
        }
    }

    private static @Nullable CorsRules rules(Map<String, Object> cors) {
        if (cors.isEmpty()) {
            return null;
        }
        List<String> origins = texts(cors, "AllowOrigins");
        if (origins.isEmpty()) { // Nobody is allowed anything; preflights are kept from the function all the same.
            return new CorsRules(List.of(), List.of(), List.of(), List.of(), Duration.ZERO, false);
        }
        return new CorsRules(
                origins,
                texts(cors, "AllowMethods"),
                texts(cors, "AllowHeaders"),
                texts(cors, "ExposeHeaders"),
                Duration.ofSeconds(cors.get("MaxAge") instanceof Number seconds ? seconds.longValue() : 0),
                Boolean.TRUE.equals(cors.get("AllowCredentials")));
    }

    private static List<String> texts(Map<String, Object> cors, String name) {
        return cors.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
