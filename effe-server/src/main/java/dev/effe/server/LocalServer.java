package dev.effe.server;

import dev.effe.server.cli.Command;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.log.Logs;
import java.util.Locale;

/** Servers for this machine alone, within another program. */
public final class LocalServer {

    private LocalServer() {}

    /**
     * Serves the function that a command line names, with its settings, but on free ports of loopback. Returns once the
     * ports are bound.
     *
     * @param command the command line; one without a function serves the built-in hello
     * @return the server, to be closed
     * @throws StartException if the function cannot be loaded or started; the message is one line that says why
     */
    public static Server start(Command command) throws StartException {
        Settings settings = command.localSettings();
        Logs.setLevel(settings.process().logLevel().name().toLowerCase(Locale.ROOT));
        try {
            LoadedLogic loaded = FunctionLife.load(settings).orElseGet(() -> LoadedLogic.of(new BuiltInHello()));
            return Server.start(settings, loaded, command.functionConfig());
        } catch (LoadException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }
}
