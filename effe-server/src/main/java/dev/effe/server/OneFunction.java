package dev.effe.server;

import dev.effe.server.cli.Command;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.HandlerInstances;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The function that the command line names, or the built-in one. Used by one thread. */
final class OneFunction implements Servable {

    private final Command command;
    private final Settings settings;
    private String origin = "";

    /** @param settings the command's, or what is made of them */
    OneFunction(Command command, Settings settings) {
        this.command = command;
        this.settings = settings;
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
        return settings.function().code().handler().isPresent();
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public Server start(Runnable onFatal) throws LoadException, StartException {
        LoadedLogic loaded =
                FunctionLife.load(settings).map(LoadedLogic::openToTheEnd).orElseGet(OneFunction::builtIn);
        origin = loaded.origin();
        Server server = Server.start(settings, loaded, command.functionConfig(), onFatal);
        if (loaded.logic() instanceof BuiltInHello) {
            log().warn("No function is named: serving the built-in hello. Name yours with --function my.jar");
        }
        if (hasHandlers() && settings.function().code().handlerInstances() == HandlerInstances.OWN) {
            log().info(
                            "At most {} instances of the handler at once; idle ones are kept. --max-contexts sets another"
                                    + " limit, --handler-instances shared has one for all calls",
                            settings.function().contexts().maxContexts());
        }
        return server;
    }

    static LoadedLogic builtIn() {
        return LoadedLogic.of(new BuiltInHello());
    }

    /** As if Main itself had said it. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }
}
