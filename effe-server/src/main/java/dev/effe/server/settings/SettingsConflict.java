package dev.effe.server.settings;

import java.util.function.Function;

/** Settings, each right by itself, that do not go together, or not with this Java. */
public final class SettingsConflict extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The message, given what to say behind the name of a setting. */
    private final transient Function<Function<String, String>, String> text;

    private SettingsConflict(Function<Function<String, String>, String> text) {
        super(text.apply(name -> ""));
        this.text = text;
    }

    /**
     * Says {@code first rule second}, such as "min-contexts must be at most max-contexts", and the values that break it.
     */
    public static SettingsConflict of(String first, int firstValue, String rule, String second, int secondValue) {
        return new SettingsConflict(origin -> first + " " + rule + " " + second + ", but they are " + firstValue
                + origin.apply(first) + " and " + secondValue + origin.apply(second));
    }

    /** Says that the setting that is given needs the other, which is not. */
    public static SettingsConflict missing(String given, String needed) {
        return new SettingsConflict(origin -> given + origin.apply(given) + " needs " + needed + " too");
    }

    /** Says that the setting that is given needs the other in some form. */
    public static SettingsConflict needs(String given, String needed, String form) {
        return new SettingsConflict(
                origin -> given + origin.apply(given) + " needs " + needed + origin.apply(needed) + " " + form);
    }

    /** Says that one of two settings must not be given beside the other. */
    public static SettingsConflict both(String first, String second) {
        return new SettingsConflict(origin ->
                first + origin.apply(first) + " and " + second + origin.apply(second) + " must not both be given");
    }

    /** Says that virtual workers are not to be had from this Java. */
    public static SettingsConflict noVirtualThreads(int java) {
        return new SettingsConflict(origin -> "workers must be auto or platform on Java " + java
                + ", which has no virtual threads, but was virtual" + origin.apply("workers"));
    }

    /** The same, with where each value came from. */
    public UsageException withOrigins(GivenValues values) {
        return new UsageException(text.apply(name -> " (" + values.origin(name) + ")"), this);
    }
}
