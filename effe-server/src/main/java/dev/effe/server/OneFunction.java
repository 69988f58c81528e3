package dev.effe.server;

import dev.effe.Logic;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.FunctionCode;
import dev.effe.server.function.HandlerInstances;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The function that the command line names, or the built-in one. Used by one thread. */
final class OneFunction implements Servable {

    private final Command command;
    private final Settings settings;
    /** Made by the program around; null for one that the settings name. */
    private final @Nullable Logic<?> made;

    private String origin = "";

    /** @param settings the command's, or what is made of them */
    OneFunction(Command command, Settings settings) {
        this(command, settings, null);
    }

    private OneFunction(Command command, Settings settings, @Nullable Logic<?> made) {
        this.command = command;
        this.settings = settings;
        this.made = made;
    }

    /**
     * A function of the program around.
     *
     * @throws UsageException if the settings name another
     */
    static OneFunction of(Logic<?> made, Command command) {
        Settings settings = command.settingsToServe();
        FunctionCode code = settings.function().code();
        boolean isNamed = code.path().isPresent()
                || code.logic().isPresent()
                || code.isOfLambda()
                || command.app().isPresent();
        if (isNamed) {
            throw new UsageException(
                    "The function is " + made.getClass().getName()
                            + ": leave out --function, --logic, --handler, --runtime, --bootstrap and --app, and their variables");
        }
        return new OneFunction(command, settings, made);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public boolean hasHandlers() {
        return settings.function().code().isOfLambda();
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public ServingPlan plan() {
        List<Path> code = settings.function().code().path().map(List::of).orElse(List.of());
        FunctionPlan function = new FunctionPlan("", settings, command.functionConfig(), code, true, Set.of());
        return new ServingPlan(
                List.of(function), Routing.toOne(settings.function().routes()), null, null);
    }

    @Override
    public Server start(Runnable onFatal) throws LoadException, StartException {
        LoadedLogic loaded = load();
        origin = loaded.origin();
        Server server = Server.start(settings, loaded, command.functionConfig(), onFatal);
        if (loaded.logic() instanceof BuiltInHello) {
            log().warn("No function is named: serving the built-in hello. Name yours with --function my.jar");
        }
        if (settings.function().code().runtime().isPresent()) {
            log().info(
                            "At most {} calls at once, each in a process of its own. --max-contexts sets another limit",
                            settings.function().contexts().maxContexts());
        } else if (isHandler(loaded) && settings.function().code().handlerInstances() == HandlerInstances.OWN) {
            log().info(
                            "At most {} instances of the handler at once; idle ones are kept. --max-contexts sets another"
                                    + " limit, --handler-instances shared has one for all calls",
                            settings.function().contexts().maxContexts());
        }
        return server;
    }

    /** False for a Logic that --handler names. */
    private boolean isHandler(LoadedLogic loaded) {
        String served = loaded.logic().getClass().getName();
        return settings.function()
                .code()
                .handler()
                .filter(named -> !named.equals(served))
                .isPresent();
    }

    private LoadedLogic load() throws LoadException, StartException {
        if (made != null) {
            return LoadedLogic.of(made);
        }
        Optional<LoadedLogic> found = FunctionLife.load(settings);
        return found.map(LoadedLogic::openToTheEnd).orElseGet(OneFunction::builtIn);
    }

    static LoadedLogic builtIn() {
        return LoadedLogic.of(new BuiltInHello());
    }

    /** As if Main itself had said it. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }
}
