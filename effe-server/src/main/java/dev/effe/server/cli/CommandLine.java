package dev.effe.server.cli;

import dev.effe.server.settings.Given;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a start is given: flags, then the environment, then the file of {@code --config}, then defaults. */
public final class CommandLine {

    private CommandLine() {}

    /**
     * Reads and checks everything, but for the files of {@code --app}.
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
                    List.of(),
                    Optional.empty());
        }
        Environment variables = new Environment(environment);
        Sources sources = new Sources(flags, variables);
        Optional<AppCommand> app = AppCommand.of(sources);
        ConfigFile file = app.isPresent() ? ConfigFile.none() : config(sources.find(SettingsTable.CONFIG));
        GivenValues given = app.isPresent() ? app.get().given(Map.of()) : sources.over(file.settings());
        return new Command(
                flags.action(),
                Settings.of(given),
                given,
                new FunctionConfig(flags.functionKeys(), variables, file.functionKeys()),
                variables.warnings(),
                app);
    }

    private static ConfigFile config(@Nullable Given config) {
        if (config == null) {
            return ConfigFile.none();
        }
        Optional<Path> path = SettingsTable.CONFIG.parse(config);
        return path.isPresent()
                ? ConfigFile.read(path.get(), config.origin().naming(SettingsTable.CONFIG.name()))
                : ConfigFile.none();
    }
}
