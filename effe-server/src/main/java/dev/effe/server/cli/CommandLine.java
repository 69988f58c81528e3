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

/** Reads what a start is given: flags, then the environment, then the file of {@code --config}, then defaults. */
public final class CommandLine {

    private CommandLine() {}

    /**
     * Reads and checks everything.
     *
     * @param arguments the arguments of main
     * @param environment the environment variables
     * @return what to do; for {@link Action#HELP} and {@link Action#VERSION} with the default settings, so that nothing
     *     but a wrong flag stands in their way
     * @throws UsageException if anything is unknown or not allowed
     */
    public static Command parse(List<String> arguments, Map<String, String> environment) {
        Flags flags = Flags.parse(arguments);
        if (flags.action() == Action.HELP || flags.action() == Action.VERSION) {
            return new Command(
                    flags.action(),
                    Settings.defaults(),
                    new GivenValues(Map.of()),
                    FunctionConfig.of(Map.of()),
                    List.of());
        }
        Environment variables = new Environment(environment);
        Given config = first(flags.settings().get("config"), variables.find(SettingsTable.CONFIG));
        ConfigFile file = config == null ? ConfigFile.none() : read(config);

        GivenValues given = strongest(flags, variables, file);
        return new Command(
                flags.action(),
                Settings.of(given),
                given,
                new FunctionConfig(flags.functionKeys(), variables, file.functionKeys()),
                variables.warnings());
    }

    private static ConfigFile read(Given config) {
        Optional<Path> path = SettingsTable.CONFIG.parse(config);
        return path.isPresent()
                ? ConfigFile.read(path.get(), config.origin().naming(SettingsTable.CONFIG.name()))
                : ConfigFile.none();
    }

    private static GivenValues strongest(Flags flags, Environment variables, ConfigFile file) {
        Map<String, Given> strongest = new HashMap<>();
        for (Setting<?> setting : SettingsTable.all()) {
            Given given = first(flags.settings().get(setting.name()), variables.find(setting));
            given = first(given, file.settings().get(setting.name()));
            if (given != null) {
                strongest.put(setting.name(), given);
            }
        }
        return new GivenValues(strongest);
    }

    private static @Nullable Given first(@Nullable Given stronger, @Nullable Given weaker) {
        return stronger == null ? weaker : stronger;
    }
}
