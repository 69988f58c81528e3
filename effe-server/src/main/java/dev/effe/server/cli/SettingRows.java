package dev.effe.server.cli;

import dev.effe.server.settings.Setting;
import dev.effe.server.settings.Setting.Places;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the settings table, for a file of several functions. */
public final class SettingRows {

    /** Whose a setting is, where a process has several functions. */
    public enum Scope {
        /** It can differ from function to function. */
        FUNCTION,
        /** All functions of a process have the same. */
        PROCESS,
        /** A file of several functions says it otherwise, or not at all. */
        ELSEWHERE
    }

    /** Keys of a function, or its name. */
    private static final Set<String> KEYS = Set.of(
            "function",
            "logic",
            "handler",
            "runtime",
            "bootstrap",
            "set",
            "function-name",
            "route",
            "callees",
            "train");

    private SettingRows() {}

    /** Whose a setting is, or null if there is none of this name. */
    public static @Nullable Scope scope(String name) {
        Setting<?> setting = SettingsTable.find(name);
        return setting == null ? null : scope(setting);
    }

    private static Scope scope(Setting<?> setting) {
        if (KEYS.contains(setting.name()) || setting.places() != Places.ALL) {
            return Scope.ELSEWHERE;
        }
        return setting.ofFunction() ? Scope.FUNCTION : Scope.PROCESS;
    }

    /** The names of those that a function can have, or that the top of the file can have. */
    public static List<String> names(boolean ofFunctions) {
        return SettingsTable.all().stream()
                .filter(setting -> ofFunctions ? scope(setting) == Scope.FUNCTION : scope(setting) != Scope.ELSEWHERE)
                .map(Setting::name)
                .toList();
    }

    /** Returns true if its value is a path or several, which a file may name from its own folder. */
    public static boolean namesPath(Setting<?> setting, String text) {
        Object value = setting.type().parse(text);
        Object first = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return first instanceof Path
                || (first instanceof List<?> list && list.stream().anyMatch(Path.class::isInstance));
    }
}
