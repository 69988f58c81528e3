package dev.effe.server;

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
        Server server = start(command);
        try {
            Duration longest = command.settings().function().contexts().startTimeout();
            if (server.awaitReady(longest.plus(MARGIN))) {
                return server;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        throw new StartException("The function's contexts cannot be started: the log says why", null);
    }

    private static Server start(Command command) throws StartException {
        Logs.setLevel(command.settings().process().logLevel().name());
        try {
            return new OneFunction(command, command.localSettings()).start(() -> {});
        } catch (LoadException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }
}
