package dev.effe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form's content, from {@link Request#form}: its fields, and the files of one that is {@code multipart/form-data}.
 * Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="form"}
 */
public final class Form {

    private final List<Part> parts;

    Form(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Everything that was sent.
     *
     * @return an immutable list of fields and files, in the order they were sent
     */
    public List<Part> parts() {
        return parts;
    }

    /**
     * A field, or a file.
     *
     * @param name the name, case-sensitive
     * @return the first part of that name, if one was sent
     */
    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /**
     * The text of a field.
     *
     * @param name the name, case-sensitive
     * @return its first value, if it was sent; files are no fields
     * @throws StatusException as {@link Part#text} does
     */
    public Optional<String> field(String name) {
        return parts.stream()
                .filter(part -> part.filename().isEmpty() && part.name().equals(name))
                .findFirst()
                .map(Part::text);
    }

    /**
     * The text of all fields; files are no fields.
     *
     * @return an immutable map from a name to its values, in the order they were sent
     * @throws StatusException as {@link Part#text} does
     */
    public Map<String, List<String>> fields() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Part part : parts) {
            if (part.filename().isEmpty()) {
                fields.computeIfAbsent(part.name(), first -> new ArrayList<>(1)).add(part.text());
            }
        }
        fields.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(fields);
    }

    /**
     * All files, which are the parts with a file name.
     *
     * @return an immutable list, in the order they were sent. Where no file was chosen a browser sends one with an empty
     *     name and no bytes
     */
    public List<Part> files() {
        return parts.stream().filter(part -> part.filename().isPresent()).toList();
    }
}
