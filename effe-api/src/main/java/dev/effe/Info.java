package dev.effe;

import java.util.Objects;

/**
 * A function's description of itself, for {@code --info}, the start line and operators.
 *
 * @param name the name, not blank
 * @param version the version; "" if it has none
 * @param doc what it does, in a sentence; may be ""
 */
public record Info(String name, String version, String doc) {

    /** Checks that nothing is null and the name is not blank. */
    public Info {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(doc, "doc");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
    }

    /**
     * An info taken from the manifest of a class's jar ({@code Implementation-Title}, {@code Implementation-Version}),
     * else the class's simple name and no version.
     *
     * @param type the class that implements the function
     * @return the info, its doc empty
     */
    public static Info of(Class<?> type) {
        Package home = type.getPackage();
        String title = home == null ? null : home.getImplementationTitle();
        String version = home == null ? null : home.getImplementationVersion();
        String simple = type.getSimpleName().isBlank() ? type.getName() : type.getSimpleName();
        return new Info(title == null || title.isBlank() ? simple : title, Objects.requireNonNullElse(version, ""), "");
    }
}
