package dev.effe.server.cli;

import dev.effe.server.settings.Given;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A start with {@code --app}: which files and functions, and what flags and environment give to all of these. Immutable.
 */
public final class AppCommand {

    /** They say which function it is, or what to do with one: the file names several. */
    private static final List<String> OF_ONE = List.of(
            "function", "logic", "handler", "runtime", "bootstrap", "function-name", "callees", "train", "config");

    private final Sources sources;
    private final List<Path> files;
    private final List<String> only;

    private AppCommand(Sources sources, List<Path> files, List<String> only) {
        this.sources = sources;
        this.files = files;
        this.only = only;
    }

    /** The start; empty without {@code --app}. */
    static Optional<AppCommand> of(Sources sources) {
        List<Path> files = list(sources, SettingsTable.APP);
        List<String> only = list(sources, SettingsTable.ONLY);
        if (files.isEmpty()) {
            if (!only.isEmpty()) {
                throw new UsageException(
                        naming(sources, SettingsTable.ONLY) + " needs --app, whose functions it names");
            }
            return Optional.empty();
        }
        for (String name : OF_ONE) {
            Setting<?> setting = SettingsTable.find(name);
            if (setting != null && isGiven(sources, setting)) {
                throw new UsageException(naming(sources, SettingsTable.APP) + " and " + naming(sources, setting)
                        + " exclude each other: effe.yaml names functions and has their settings");
            }
        }
        if (sources.flags().action() == Action.INFO) {
            throw new UsageException("--info is about one function: name it by --function in place of --app");
        }
        return Optional.of(new AppCommand(sources, files, only));
    }

    private static <T> List<T> list(Sources sources, Setting<List<T>> setting) {
        Given given = sources.find(setting);
        return given == null ? List.of() : setting.parse(given);
    }

    /** Returns true if it is, by Effe's own name: what a platform says of its one function is not about these. */
    private static boolean isGiven(Sources sources, Setting<?> setting) {
        Given variable = sources.variables().find(setting.variable());
        return sources.flags().settings().containsKey(setting.name())
                || (variable != null && !variable.text().isEmpty());
    }

    private static String naming(Sources sources, Setting<?> setting) {
        Given given = sources.find(setting);
        return given == null ? setting.flag() : given.origin().naming(setting.name());
    }

    /** The files, of which later ones are laid over earlier ones. */
    public List<Path> files() {
        return files;
    }

    /** The functions to serve; empty for all. */
    public List<String> only() {
        return only;
    }

    /**
     * The values of settings: of flags, of the environment, then of the file.
     *
     * @param file what it gives, by name; it alone says which function it is
     */
    public GivenValues given(Map<String, Given> file) {
        Map<String, Given> values = new HashMap<>(sources.over(file).byName());
        for (String name : OF_ONE) {
            values.remove(name);
            Given named = file.get(name);
            if (named != null) {
                values.put(name, named);
            }
        }
        return new GivenValues(values);
    }

    /**
     * A function's own configuration.
     *
     * @param set what the file gives to its keys
     * @param environment variables of its own, which do not replace those of the process
     */
    public FunctionConfig config(Map<String, Given> set, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(sources.variables().variables());
        return new FunctionConfig(sources.flags().functionKeys(), new Environment(variables), set);
    }

    /** An environment variable of the process; null if there is none. */
    public @Nullable String variable(String name) {
        return sources.variables().variables().get(name);
    }
}
