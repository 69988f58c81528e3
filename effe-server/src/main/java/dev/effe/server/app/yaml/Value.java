package dev.effe.server.app.yaml;

import dev.effe.server.app.yaml.Node.Broken;
import dev.effe.server.app.yaml.Node.Items;
import dev.effe.server.app.yaml.Node.Mapping;
import dev.effe.server.app.yaml.Node.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with its path, such as {@code functions.orders.routes}. Each method that reads it returns nothing after adding a
 * fault, so that readers go on with the rest. Not thread-safe.
 */
public final class Value {

    private static final Kind<String> TEXT = new Kind<>(text -> text, "text");

    private final String path;
    private final Place keyPlace;
    private final Node node;
    private final Faults faults;

    Value(String path, Place keyPlace, Node node, Faults faults) {
        this.path = path;
        this.keyPlace = keyPlace;
        this.node = node;
        this.faults = faults;
    }

    /**
     * Reads files, the later laid over the earlier: maps merge, everything else is replaced.
     *
     * @return the map that they are; null if one of them cannot be read, which the faults say
     */
    public static @Nullable Value read(List<Path> files, Faults faults) {
        List<Mapping> read = new ArrayList<>();
        for (Path file : files) {
            Mapping mapping = YamlReader.read(Place.ofFile(read.size(), file), faults);
            if (mapping == null) {
                return null;
            }
            read.add(mapping);
        }
        Mapping merged = read.stream().reduce(Mapping::with).orElseThrow();
        return new Value("", merged.place(), merged, faults);
    }

    /** Its path from the top of the file. */
    public String path() {
        return path;
    }

    /** The place of the value. */
    public Place place() {
        return node.place();
    }

    /** The place of its key; of an item in a list, its own. */
    public Place keyPlace() {
        return keyPlace;
    }

    /** Says what is wrong with the value: {@code must be from 1 to 256}. */
    public void fault(String message) {
        faults.add(node.place(), (path + " " + message).strip());
    }

    /** Says what is wrong with the key, or with the value as a whole. */
    public void keyFault(String message) {
        faults.add(keyPlace, (path + " " + message).strip());
    }

    /** Says what is wrong with the file as a whole, which this value is in. */
    public void fileFault(String message) {
        Place place = node.place();
        faults.add(Place.ofFile(place.order(), place.file()), message);
    }

    /** The members of a map that has known keys only; without any if it is no map. */
    public Fields fields(String... known) {
        Fields fields = new Fields(this, members("a map with " + String.join(", ", known)), List.of(known));
        fields.refuseUnknown();
        return fields;
    }

    /**
     * The members of a map with keys of the user's own, in order.
     *
     * @param example to follow "must be a map, such as"
     */
    public Map<String, Value> entries(String example) {
        return members("a map, such as " + example);
    }

    private Map<String, Value> members(String allowed) {
        Map<String, Value> values = new LinkedHashMap<>();
        if (node instanceof Mapping mapping) {
            String prefix = path.isEmpty() ? "" : path + ".";
            mapping.members()
                    .forEach((name, member) ->
                            values.put(name, new Value(prefix + name, member.place(), member.value(), faults)));
        } else {
            must(allowed);
        }
        return values;
    }

    /**
     * The items of a list.
     *
     * @param example to follow "must be a list, such as"
     */
    public List<Value> items(String example) {
        List<Value> values = new ArrayList<>();
        if (node instanceof Items list) {
            for (Node item : list.items()) {
                values.add(new Value(path + "[" + values.size() + "]", item.place(), item, faults));
            }
        } else {
            must("a list, such as " + example);
        }
        return values;
    }

    /** Returns true if it is a map. */
    public boolean isMap() {
        return node instanceof Mapping;
    }

    /** Returns true if it is a list. */
    public boolean isList() {
        return node instanceof Items;
    }

    /** Its text, or null if it has none. */
    public @Nullable String text() {
        return as(TEXT);
    }

    /** Its value, or null if it is not of the kind. */
    public <T> @Nullable T as(Kind<T> kind) {
        if (node instanceof Scalar scalar && !scalar.empty()) {
            T value = kind.parse().apply(scalar.text());
            if (value != null) {
                return value;
            }
        }
        must(kind.allowed());
        return null;
    }

    private void must(String allowed) {
        if (node instanceof Scalar scalar && scalar.empty()) {
            keyFault("has no value: it must be " + allowed);
        } else if (!(node instanceof Broken)) {
            fault("must be " + allowed + ", but was " + node.kind());
        }
    }
}
