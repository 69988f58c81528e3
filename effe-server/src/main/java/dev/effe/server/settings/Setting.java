package dev.effe.server.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of settings.
 *
 * @param name its name, which is the flag without dashes and the key in the file: {@code max-contexts}
 * @param type its type and range
 * @param defaultText the text that stands for its default
 * @param places where it can be given
 * @param group under which heading the help has it
 * @param ofFunction whether each function of a process has a value of its own
 * @param help a sentence that says what it is for, with the unit
 */
public record Setting<T>(
        String name,
        ValueType<T> type,
        String defaultText,
        Places places,
        Group group,
        boolean ofFunction,
        String help) {

    /** The beginning of every setting's environment variable. */
    static final String VARIABLE_PREFIX = "EFFE_";

    /** Where a setting can be given. */
    public enum Places {
        FLAG,
        FLAG_AND_ENVIRONMENT,
        ALL
    }

    /** The headings of the help. */
    public enum Group {
        FUNCTION("Function"),
        LISTENING("Listening"),
        CONTEXTS("Contexts"),
        LOAD("Load"),
        CONNECTIONS("Requests and connections"),
        INVOKE("AWS Lambda's Invoke API"),
        EVENTS("HTTP for AWS Lambda handlers"),
        CORS("Scripts of other sites (CORS)"),
        STOPPING("Stopping"),
        LOGS("Logs"),
        TRACES("Traces");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public boolean inEnvironment() {
        return places != Places.FLAG;
    }

    public boolean inFile() {
        return places == Places.ALL;
    }

    public String flag() {
        return "--" + name;
    }

    /** Its environment variable: {@code EFFE_MAX_CONTEXTS}. */
    public String variable() {
        return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The allowed values of a setting, and their spelling. */
    public String allowed() {
        return type.form().isEmpty() ? type.allowed() : type.allowed() + ", " + type.form();
    }

    /**
     * The value that was given.
     *
     * @throws UsageException if it is not allowed
     */
    public T parse(Given given) {
        T value = value(given);
        if (value == null) {
            throw new UsageException(given.origin().naming(name) + " must be " + allowed() + ", but was "
                    + Display.quoted(given.text()));
        }
        return value;
    }

    private @Nullable T value(Given given) {
        try {
            return type.parse(given.text());
        } catch (IllegalArgumentException e) {
            throw new UsageException(given.origin().naming(name) + ": " + e.getMessage(), e);
        }
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
