package dev.effe.server;

import dev.effe.server.app.FileValues;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.AppCommand;
import dev.effe.server.cli.ConfigLines;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.route.Route;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.Routed;
import dev.effe.server.settings.GivenValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function of effe.yaml that this process serves.
 *
 * @param entry what the file says of it
 * @param given the values that flags, the environment and the file give to it
 * @param settings the settings of a process that would serve it alone
 */
record HostedFunction(FunctionEntry entry, GivenValues given, Settings settings) {

    static HostedFunction of(FunctionEntry entry, GivenValues given) {
        return new HostedFunction(entry, given, Settings.of(given));
    }

    String name() {
        return entry.name();
    }

    /** True for a handler in Java. */
    boolean isHandler() {
        return entry.program().handler().isPresent() && entry.otherRuntime().isEmpty();
    }

    /**
     * Loads its code, by a class loader of its own.
     *
     * @param alone whether the process has no other handler
     * @throws LoadException if it cannot be loaded; the message begins with its name
     * @throws StartException if it takes too long; the message begins with its name
     */
    LoadedLogic load(boolean alone) throws LoadException, StartException {
        FunctionSource source =
                FunctionSource.of(code()).withLayers(settings.function().code().layers());
        try {
            return FunctionLife.load(settings, source, alone)
                    .orElseThrow(() -> new IllegalStateException("A function that is named is there"));
        } catch (LoadException e) {
            throw new LoadException(name() + ": " + e.getMessage(), e);
        } catch (StartException e) {
            throw e.of(name());
        }
    }

    /**
     * The function as a server that replaces functions has it.
     *
     * @param calls the functions that it may call
     */
    FunctionPlan plan(FunctionConfig config, boolean alone, Set<String> calls) {
        return new FunctionPlan(name(), settings, config, code(), alone, calls);
    }

    private List<Path> code() {
        return entry.program().code().stream().map(Mention::text).map(Path::of).toList();
    }

    /**
     * The function with its configuration.
     *
     * @param variables of all functions of the process
     */
    FunctionToServe toServe(LoadedLogic loaded, AppCommand command, Map<String, String> variables) {
        return new FunctionToServe(name(), settings.function(), loaded, config(command, variables));
    }

    /** Its own configuration. */
    FunctionConfig config(AppCommand command, Map<String, String> variables) {
        return command.config(FileValues.ofKeys(entry), variables);
    }

    /**
     * The lines of {@code --print-config} that are of it alone.
     *
     * @param ofProcess the values that the process has
     */
    String configLines(AppCommand command, GivenValues ofProcess) {
        String prefix = "functions." + name() + ".";
        String settingLines = ConfigLines.of(
                prefix,
                given,
                setting -> setting.ofFunction() && !given.given(setting).equals(ofProcess.given(setting)));
        return settingLines + ConfigLines.of(prefix, config(command, Map.of()));
    }

    /** Its routes, which lead to it. */
    List<Routed<Route>> routed(Route function) {
        return entry.links().routes().stream()
                .map(route -> new Routed<>(RoutePattern.parse(route.text()), function))
                .toList();
    }
}
