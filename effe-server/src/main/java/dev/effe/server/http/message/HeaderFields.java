package dev.effe.server.http.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, in the order in which they came, spelled as they came, found whatever their case.
 *
 * <p>Filled by one event loop; only read, by any thread, once it is handed over.
 */
public final class HeaderFields {
    private static final int INITIAL_FIELDS = 16;
    /** The memory that a field takes besides its characters. */
    private static final int FIELD_BYTES = 64;

    /** A name and its value, by turns. */
    private String[] namesAndValues = new String[2 * INITIAL_FIELDS];

    private int size;
    private int bytes;

    /** Made when first asked for. A race makes it twice, which does no harm: both are equal and immutable. */
    private @Nullable Map<String, List<String>> map;

    public int size() {
        return size;
    }

    /** The memory that they take, about. */
    public int bytes() {
        return bytes;
    }

    /** The value of the first field of that name, or null if there is none. */
    public @Nullable String first(String name) {
        for (int i = 0; i < size; i++) {
            if (name(i).equalsIgnoreCase(name)) {
                return value(i);
            }
        }
        return null;
    }

    /** The values of all fields of that name, immutable; empty if there are none. */
    List<String> all(String name) {
        if (count(name) == 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (name(i).equalsIgnoreCase(name)) {
                values.add(value(i));
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** The number of fields of that name. */
    public int count(String name) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (name(i).equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }

    /** Shows all fields in their order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < size; i++) {
            action.accept(name(i), value(i));
        }
    }

    /** All fields by name: immutable, case-insensitive, sorted by name; values of a name in the order they came. */
    public Map<String, List<String>> asMap() {
        Map<String, List<String>> known = map;
        if (known == null) {
            known = toMap();
            map = known;
        }
        return known;
    }

    public void add(String name, String value) {
        if (2 * size == namesAndValues.length) {
            namesAndValues = Arrays.copyOf(namesAndValues, 4 * size);
        }
        namesAndValues[2 * size] = name;
        namesAndValues[2 * size + 1] = value;
        size++;
        bytes += FIELD_BYTES + name.length() + value.length();
    }

    /** Sets the value of the first field of that name, or adds one. */
    void replaceFirst(String name, String value) {
        for (int i = 0; i < size; i++) {
            if (name(i).equalsIgnoreCase(name)) {
                namesAndValues[2 * i + 1] = value;
                return;
            }
        }
        add(name, value);
    }

    /** The same and one field more. */
    public HeaderFields and(String name, String value) {
        HeaderFields more = new HeaderFields();
        forEach(more::add);
        more.add(name, value);
        return more;
    }

    /** The same without the fields of a name. */
    public HeaderFields without(String name) {
        HeaderFields others = new HeaderFields();
        forEach((each, value) -> {
            if (!each.equalsIgnoreCase(name)) {
                others.add(each, value);
            }
        });
        return others;
    }

    private Map<String, List<String>> toMap() {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        forEach((name, value) ->
                byName.computeIfAbsent(name, unknown -> new ArrayList<>(1)).add(value));
        byName.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(byName);
    }

    private String name(int i) {
        return namesAndValues[2 * i];
    }

    private String value(int i) {
        return namesAndValues[2 * i + 1];
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
