package dev.effe.server.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link SettingsTable}.
 *
 * @param name its name, which is the flag without dashes and the key in the file: {@code max-contexts}
 * @param type its type and range
 * @param defaultText the text that stands for its default
 * @param places where it can be given
 * @param group under which heading the help has it
 * @param help what it does, in a sentence with the unit
 */
record Setting<T>(String name, ValueType<T> type, String defaultText, Places places, Group group, String help) {

    /** Where a setting can be given. */
    enum Places {
        FLAG,
        FLAG_AND_ENVIRONMENT,
        ALL
    }

    /** The headings of the help. */
    enum Group {
        FUNCTION("Function"),
        LISTENING("Listening"),
        CONTEXTS("Contexts"),
        LOAD("Load"),
        CONNECTIONS("Requests and connections"),
        INVOKE("AWS Lambda's Invoke API"),
        EVENTS("HTTP for AWS Lambda handlers"),
        CORS("Scripts of other sites (CORS)"),
        STOPPING("Stopping"),
        LOGS("Logs");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    boolean inEnvironment() {
        return places != Places.FLAG;
    }

    boolean inFile() {
        return places == Places.ALL;
    }

    String flag() {
        return "--" + name;
    }

    /** Its environment variable: {@code EFFE_MAX_CONTEXTS}. */
    String variable() {
        return "EFFE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What is allowed and how it is written. */
    String allowed() {
        return type.form().isEmpty() ? type.allowed() : type.allowed() + ", " + type.form();
    }

    /**
     * The value that was given.
     *
     * @throws UsageException if it is not allowed
     */
    T parse(Given given) {
        T value = type.parse(given.text());
        if (value == null) {
            throw new UsageException(given.origin().naming(name) + " must be " + allowed() + ", but was "
                    + Display.quoted(given.text()));
        }
        return value;
    }

    /** A row equals only itself. Linking a record's own comparison would cost milliseconds of the start. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
