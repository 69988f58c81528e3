package dev.effe.server;

import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function that is to be served, not loaded yet. Immutable.
 *
 * @param name its name among the functions of the server; "" if it is the only one
 * @param settings the settings of a process that would serve it alone
 * @param config the configuration that its init is given
 * @param code its jars and folders; none for the class path of the server
 * @param alone whether the process has no other handler
 * @param calls the functions that it may call
 */
record FunctionPlan(
        String name, Settings settings, FunctionConfig config, List<Path> code, boolean alone, Set<String> calls) {

    /**
     * Everything that makes it what it is, for comparison.
     *
     * @param built its code in place of what the plan names
     */
    Object version(@Nullable DevCode built) {
        String fingerprint = built == null ? CodeStamp.of(code) : built.fingerprint();
        List<Path> path = built == null ? code : built.classPath();
        return List.of(settings.function(), settings.httpEvents(), config.values(), path, fingerprint, alone, calls);
    }

    /**
     * Loads it, by a class loader of its own unless it is on the class path of the server.
     *
     * @param built its code in place of what the plan names
     * @throws LoadException if it cannot be loaded; the message begins with its name
     * @throws StartException if it takes too long; the message begins with its name
     */
    FunctionToServe load(@Nullable DevCode built) throws LoadException, StartException {
        try {
            FunctionSource source =
                    source(built).withLayers(settings.function().code().layers());
            LoadedLogic loaded = FunctionLife.load(settings, source, alone).orElseGet(OneFunction::builtIn);
            return new FunctionToServe(name, settings.function(), loaded, config);
        } catch (LoadException e) {
            throw name.isEmpty() ? e : new LoadException(name + ": " + e.getMessage(), e);
        } catch (StartException e) {
            throw e.of(name);
        }
    }

    private FunctionSource source(@Nullable DevCode built) {
        if (built != null) {
            return FunctionSource.ofClassPath(built.classPath());
        }
        return code.isEmpty() ? FunctionSource.classPath() : FunctionSource.of(code);
    }
}
