package dev.effe.server;

import dev.effe.server.cli.AppCommand;
import dev.effe.server.cli.Command;
import dev.effe.server.function.LoadException;
import dev.effe.server.log.Logs;
import java.time.Duration;

/** Servers for this machine alone, within another program. */
public final class LocalServer {

    /** More than a start of a context may take by its own setting. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private LocalServer() {}

    /**
     * Serves the function that a command line names, with its settings, but on free ports of loopback. Returns once
     * min-contexts are started.
     *
     * @param command the command line; one without a function serves the built-in hello
     * @return the server, to be closed
     * @throws StartException if the function, or a context, cannot be started; the message is one line that says why
     */
    public static Server startReady(Command command) throws StartException {
        OneFunction function = new OneFunction(command, command.localSettings());
        return startReady(function, command.settings().function().contexts().startTimeout());
    }

    /**
     * Serves a function of the application that a command line names, and those that it calls, but on free ports of
     * loopback. Every request is for that function.
     *
     * @throws StartException as {@link #startReady(Command)} does
     * @throws dev.effe.server.settings.UsageException if the application's files are wrong
     */
    public static Server startReady(AppCommand command, CalledFunction function) throws StartException {
        AppProcess process = AppProcess.local(command, function);
        return startReady(process, process.longestStart());
    }

    private static Server startReady(Servable functions, Duration longest) throws StartException {
        Server server = start(functions);
        try {
            if (server.awaitReady(longest.plus(MARGIN))) {
                return server;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        throw new StartException("The function's contexts cannot be started: the log says why", null);
    }

    private static Server start(Servable functions) throws StartException {
        Logs.use(functions.settings().process().logs());
        try {
            return functions.start(() -> {});
        } catch (LoadException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }
}
