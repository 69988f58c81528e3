package dev.effe.server.app.yaml;

import dev.effe.server.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a map with known keys. */
public final class Fields {

    private static final int MOST_NAMES = 30;

    private final Value map;
    private final Map<String, Value> members;
    private final List<String> known;

    Fields(Value map, Map<String, Value> members, List<String> known) {
        this.map = map;
        this.members = members;
        this.known = known;
    }

    void refuseUnknown() {
        members.forEach((name, member) -> {
            if (!known.contains(name)) {
                member.keyFault(unknown(name, known));
            }
        });
    }

    /** The words that follow a name that is none of the known ones. */
    public static String unknown(String name, List<String> known) {
        String nearest = Nearest.to(name, known);
        return "is unknown" + (nearest == null ? "" : ": did you mean " + nearest + "?")
                + (nearest == null ? ". Known: " : " Known: ") + listed(known);
    }

    private static String listed(List<String> known) {
        String first = String.join(", ", known.subList(0, Math.min(MOST_NAMES, known.size())));
        return known.isEmpty()
                ? "none"
                : known.size() <= MOST_NAMES ? first : first + ", and " + (known.size() - MOST_NAMES) + " more";
    }

    /** The map itself. */
    public Value map() {
        return map;
    }

    /** The value of a key, or null if it is not there. */
    public @Nullable Value get(String key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException(key);
        }
        return members.get(key);
    }

    /** The value of a key; without it the map needs it, which is a fault. */
    public @Nullable Value required(String key, String example) {
        Value value = get(key);
        if (value == null && map.isMap()) {
            map.keyFault("needs " + key + ", such as " + example);
        }
        return value;
    }

    /** The value of a key that is of a kind; empty without it. */
    public <T> Optional<T> as(String key, Kind<T> kind) {
        Value value = get(key);
        return value == null ? Optional.empty() : Optional.ofNullable(value.as(kind));
    }

    /** Its text; empty without it. */
    public Optional<String> text(String key) {
        Value value = get(key);
        return value == null ? Optional.empty() : Optional.ofNullable(value.text());
    }

    /** Its items; none without it. */
    public List<Value> items(String key, String example) {
        Value value = get(key);
        return value == null ? List.of() : value.items(example);
    }

    /** Its members; none without it. */
    public Map<String, Value> entries(String key, String example) {
        Value value = get(key);
        return value == null ? Map.of() : value.entries(example);
    }
}
