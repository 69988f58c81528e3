package dev.effe.server.settings;

import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.Setting.Places;
import java.util.Map;

/**
 * The table of settings while the records that hold them are made: each call of {@link #value} is a row of the table, and
 * returns what was given for it. So a setting is declared where it is read, as the component of a record. Not thread-safe.
 */
public final class Rows {

    private final Map<String, Setting<?>> declared;
    private final GivenValues given;
    private final Group group;
    private final boolean ofFunction;

    /**
     * Rows under the first heading, for the whole process.
     *
     * @param declared gets each row, by its name
     * @param given the values; what is not given has its default
     */
    public Rows(Map<String, Setting<?>> declared, GivenValues given) {
        this(declared, given, Group.FUNCTION, false);
    }

    private Rows(Map<String, Setting<?>> declared, GivenValues given, Group group, boolean ofFunction) {
        this.declared = declared;
        this.given = given;
        this.group = group;
        this.ofFunction = ofFunction;
    }

    /** The values of all of them. */
    public GivenValues given() {
        return given;
    }

    /** The rows that follow stand under this heading. */
    public Rows under(Group heading) {
        return new Rows(declared, given, heading, ofFunction);
    }

    /** Each function of a process has values of its own for the rows that follow. */
    public Rows ofFunction() {
        return new Rows(declared, given, group, true);
    }

    /**
     * Declares a row and reads it.
     *
     * @param name the flag without its dashes, and the key in the file: {@code max-contexts}
     * @param defaultText the text that stands for its default
     * @param help a sentence that says what it is for, with the unit
     * @return the value that was given, else the default
     * @throws UsageException if the value is not allowed
     */
    public <T> T value(String name, ValueType<T> type, String defaultText, String help) {
        Setting<T> row = new Setting<>(name, type, defaultText, Places.ALL, group, ofFunction, help);
        if (declared.put(name, row) != null) {
            throw new AssertionError("Two rows for " + name);
        }
        return given.value(row);
    }

    /** True if somebody gave this server a value for a setting: what platforms put into all environments is not meant. */
    public boolean isGiven(String name) {
        Origin origin = given.origin(name);
        return switch (origin.kind()) {
            case DEFAULT -> false;
            case ENVIRONMENT -> origin.where().startsWith(Setting.VARIABLE_PREFIX);
            case FLAG, SECRET_FILE, FILE, CODE -> true;
        };
    }
}
