package dev.effe.host.store;

import dev.effe.host.model.Alias;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.EventConfig;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Past;
import dev.effe.host.model.Statement;
import dev.effe.host.model.UrlConfig;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.model.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of a function as maps and lists that {@code Json} writes, and back. Stateless. */
final class StateJson {

    private StateJson() {}

    /** The state but for what {@link #version} writes of its published versions. */
    static Map<String, Object> function(FunctionState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", state.name());
        fields.put("created", state.created().toString());
        fields.put("latest", version(state.latest()));
        fields.put("lastVersion", state.lastVersion());
        fields.put("versions", List.copyOf(state.versions().keySet()));
        fields.put(
                "aliases",
                state.aliases().values().stream().map(StateJson::alias).toList());
        state.reserved().ifPresent(calls -> fields.put("reserved", calls));
        fields.put("policy", state.policy().stream().map(StateJson::statement).toList());
        if (!state.eventConfigs().isEmpty()) {
            Map<String, Object> configs = new LinkedHashMap<>();
            state.eventConfigs().forEach((qualifier, config) -> configs.put(qualifier, EventConfigJson.of(config)));
            fields.put("eventConfigs", configs);
        }
        if (!state.urls().isEmpty()) {
            Map<String, Object> urls = new LinkedHashMap<>();
            state.urls().forEach((qualifier, url) -> urls.put(qualifier, UrlConfigJson.of(url)));
            fields.put("urls", urls);
        }
        fields.put("tags", state.tags());
        return fields;
    }

    static Map<String, Object> version(FunctionVersion version) {
        VersionConfig config = version.config();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version.version());
        fields.put("revisionId", version.revisionId());
        fields.put("modified", version.modified().toString());
        if (version.ownDescription() != null) {
            fields.put("ownDescription", version.ownDescription());
        }
        fields.put("sha256", config.code().sha256());
        fields.put("size", config.code().size());
        fields.put("runtime", config.runtime());
        fields.put("handler", config.handler());
        fields.put("description", config.description());
        fields.put("memoryMb", config.memoryMb());
        fields.put("timeoutSeconds", config.timeoutSeconds());
        fields.put("environment", config.environment());
        fields.put("kept", config.kept());
        return fields;
    }

    /** The numbers of the versions that a function's file names. */
    static List<Integer> versionNumbers(Map<String, Object> fields) {
        List<Integer> numbers = new ArrayList<>();
        for (Object number : list(fields, "versions")) {
            numbers.add(((Number) number).intValue());
        }
        return numbers;
    }

    /**
     * Reads a state.
     *
     * @throws RuntimeException if the fields are none
     */
    static FunctionState function(Map<String, Object> fields, SortedMap<Integer, FunctionVersion> versions) {
        SortedMap<String, Alias> aliases = new TreeMap<>();
        for (Object alias : list(fields, "aliases")) {
            Alias read = alias(map(alias));
            aliases.put(read.name(), read);
        }
        return new FunctionState(
                text(fields, "name"),
                version(map(fields.get("latest"))),
                number(fields, "lastVersion").intValue(),
                versions,
                aliases,
                fields.containsKey("reserved")
                        ? OptionalInt.of(number(fields, "reserved").intValue())
                        : OptionalInt.empty(),
                list(fields, "policy").stream()
                        .map(statement -> statement(map(statement)))
                        .toList(),
                eventConfigs(fields),
                urls(fields),
                texts(fields, "tags"),
                Instant.parse(text(fields, "created")));
    }

    private static SortedMap<String, EventConfig> eventConfigs(Map<String, Object> fields) {
        SortedMap<String, EventConfig> configs = new TreeMap<>();
        if (fields.containsKey("eventConfigs")) {
            map(fields.get("eventConfigs"))
                    .forEach((qualifier, config) -> configs.put(qualifier, EventConfigJson.read(map(config))));
        }
        return configs;
    }

    private static SortedMap<String, UrlConfig> urls(Map<String, Object> fields) {
        SortedMap<String, UrlConfig> urls = new TreeMap<>();
        if (fields.containsKey("urls")) {
            map(fields.get("urls")).forEach((qualifier, url) -> urls.put(qualifier, UrlConfigJson.read(map(url))));
        }
        return urls;
    }

    static FunctionVersion version(Map<String, Object> fields) {
        VersionConfig config = new VersionConfig(
                new CodeRef(text(fields, "sha256"), number(fields, "size").longValue()),
                text(fields, "runtime"),
                text(fields, "handler"),
                text(fields, "description"),
                number(fields, "memoryMb").intValue(),
                number(fields, "timeoutSeconds").intValue(),
                texts(fields, "environment"),
                map(fields.get("kept")));
        Object own = fields.get("ownDescription");
        return new FunctionVersion(
                text(fields, "version"),
                config,
                own == null ? null : own.toString(),
                text(fields, "revisionId"),
                Instant.parse(text(fields, "modified")));
    }

    private static Map<String, Object> alias(Alias alias) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", alias.name());
        target(fields, alias.version(), alias.other());
        fields.put("description", alias.description());
        fields.put("revisionId", alias.revisionId());
        fields.put("history", alias.history().stream().map(StateJson::past).toList());
        return fields;
    }

    private static Alias alias(Map<String, Object> fields) {
        List<Past> history = new ArrayList<>();
        for (Object past : list(fields, "history")) {
            Map<String, Object> one = map(past);
            history.add(new Past(text(one, "version"), weight(one), Instant.parse(text(one, "at")), text(one, "by")));
        }
        return new Alias(
                text(fields, "name"),
                text(fields, "version"),
                weight(fields),
                text(fields, "description"),
                text(fields, "revisionId"),
                history);
    }

    private static Map<String, Object> past(Past past) {
        Map<String, Object> fields = new LinkedHashMap<>();
        target(fields, past.version(), past.other());
        fields.put("at", past.at().toString());
        fields.put("by", past.by());
        return fields;
    }

    private static void target(Map<String, Object> fields, String version, @Nullable Weight other) {
        fields.put("version", version);
        if (other != null) {
            fields.put("otherVersion", other.version());
            fields.put("otherShare", other.share());
        }
    }

    private static @Nullable Weight weight(Map<String, Object> fields) {
        return fields.containsKey("otherVersion")
                ? new Weight(
                        text(fields, "otherVersion"),
                        number(fields, "otherShare").doubleValue())
                : null;
    }

    private static Map<String, Object> statement(Statement statement) {
        return Map.of("qualifier", statement.qualifier(), "sid", statement.sid(), "fields", statement.fields());
    }

    private static Statement statement(Map<String, Object> fields) {
        return new Statement(text(fields, "qualifier"), text(fields, "sid"), map(fields.get("fields")));
    }

    private static String text(Map<String, Object> fields, String name) {
        return (String) Objects.requireNonNull(fields.get(name), name);
    }

    private static Number number(Map<String, Object> fields, String name) {
        return (Number) Objects.requireNonNull(fields.get(name), name);
    }

    private static List<?> list(Map<String, Object> fields, String name) {
        return (List<?>) Objects.requireNonNull(fields.get(name), name);
    }

    private static SortedMap<String, String> texts(Map<String, Object> fields, String name) {
        SortedMap<String, String> texts = new TreeMap<>();
        map(fields.get(name)).forEach((key, value) -> texts.put(key, (String) value));
        return texts;
    }

    /** An object of JSON, whose keys are strings. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
