package dev.effe.tool.deploy.plan;

import dev.effe.server.app.FunctionEntry.FunctionUrl;
import dev.effe.server.settings.ValueTypes;
import dev.effe.tool.remote.JsonFields;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes that a deployment would make to the URL of an alias. Immutable.
 *
 * @param wanted whether effe.yaml names a URL; one that it does not name is left as it is
 * @param exists whether there is one
 * @param cors the rules for scripts of other sites, as the API takes them
 * @param changes of them
 */
public record UrlPlan(boolean wanted, boolean exists, Map<String, Object> cors, List<FieldChange> changes) {

    private static final Map<String, String> LISTS = Map.of(
            "origins", "AllowOrigins",
            "methods", "AllowMethods",
            "headers", "AllowHeaders",
            "expose-headers", "ExposeHeaders");

    private static final String CORS = "Cors";

    /** Copies what it is given. */
    public UrlPlan {
        cors = Map.copyOf(cors);
        changes = List.copyOf(changes);
    }

    /**
     * Compares what is to be with what is there.
     *
     * @param url empty if effe.yaml names none
     * @param deployed whether the alias is there
     */
    static UrlPlan of(LambdaFunctions place, String name, String alias, Optional<FunctionUrl> url, boolean deployed)
            throws IOException {
        if (url.isEmpty()) {
            return new UrlPlan(false, false, Map.of(), List.of());
        }
        Map<String, Object> cors = cors(url.get());
        Optional<Map<String, Object>> live = deployed ? place.urls().find(name, alias) : Optional.empty();
        Map<String, Object> before =
                live.map(fields -> JsonFields.map(fields.get(CORS))).orElse(Map.of());
        return new UrlPlan(true, live.isPresent(), cors, changes(before, cors));
    }

    /** The rules that effe.yaml has for scripts of other sites, as the API takes them. */
    public static Map<String, Object> cors(FunctionUrl url) {
        Map<String, Object> cors = new LinkedHashMap<>();
        url.cors().forEach((name, values) -> {
            if (LISTS.containsKey(name) && !values.isEmpty()) {
                cors.put(LISTS.get(name), values);
            }
        });
        Duration age = ValueTypes.time().parse(String.join("", url.cors().getOrDefault("max-age", List.of())));
        if (age != null && !age.isZero()) {
            cors.put("MaxAge", (int) age.toSeconds());
        }
        if (url.cors().getOrDefault("credentials", List.of()).contains("on")) {
            cors.put("AllowCredentials", true);
        }
        return cors;
    }

    private static List<FieldChange> changes(Map<String, Object> before, Map<String, Object> after) {
        TreeMap<String, Object> all = new TreeMap<>(before);
        all.putAll(after);
        List<FieldChange> changes = new ArrayList<>();
        for (String key : all.keySet()) {
            String was = text(before.get(key));
            String is = text(after.get(key));
            if (!Objects.equals(plain(key, was), plain(key, is))) {
                changes.add(new FieldChange("cors." + key, was, is, false));
            }
        }
        return changes;
    }

    /** A rule as it is shown; null for none, which it is as well if it has the API's default. */
    private static @Nullable String text(@Nullable Object value) {
        boolean none = value == null
                || value.equals(false)
                || (value instanceof Number number && number.longValue() == 0)
                || (value instanceof List<?> list && list.isEmpty());
        return none ? null : String.valueOf(value);
    }

    /** The names of headers are the same in any case, in which AWS may change them. */
    private static @Nullable String plain(String key, @Nullable String text) {
        return text != null && key.endsWith("Headers") ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** True if a deployment would change something of it. */
    public boolean changesAnything() {
        return wanted && (!exists || !changes.isEmpty());
    }

    /** The fields of its configuration, as the API takes them. */
    public Map<String, Object> fields() {
        return Map.of(CORS, cors);
    }
}
