package dev.effe.server;

import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.health.Life;
import dev.effe.server.health.ServerState;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A server with one function: for embedding and for tests; {@link Main} adds the command line and the signals.
 * Thread-safe.
 */
public final class Server implements AutoCloseable {

    private final Life life;
    private final Ports ports;
    private final Shutdown shutdown;

    Server(Life life, Ports ports, Shutdown shutdown) {
        this.life = life;
        this.ports = ports;
        this.shutdown = shutdown;
    }

    /** Starts a server as {@link #start(Settings, LoadedLogic, FunctionConfig, Runnable)} does, within another program. */
    public static Server start(Settings settings, LoadedLogic loaded, FunctionConfig config) throws StartException {
        return start(settings, loaded, config, () -> {});
    }

    /**
     * Starts a server with one function, inside-out. Returns once its ports are bound; it is ready when min-contexts are
     * started too: see {@link #awaitReady}.
     *
     * @param loaded the function; the server closes it, also if it cannot start
     * @param config what the function's init is given
     * @param onFatal called once, on any thread, when a function ran out of memory: the server is to be stopped
     * @throws StartException if init threw or took too long, or a port or a certificate cannot be had; nothing is left
     *     behind then
     */
    public static Server start(Settings settings, LoadedLogic loaded, FunctionConfig config, Runnable onFatal)
            throws StartException {
        FunctionToServe function = new FunctionToServe("", settings.function(), loaded, config);
        return ServerStart.start(
                settings, List.of(function), Routing.toOne(settings.function().routes()), links(settings), onFatal);
    }

    private static ServingLinks links(Settings settings) {
        Map<String, URI> addresses = settings.calls().addresses();
        return addresses.isEmpty()
                ? ServingLinks.NONE
                : new ServingLinks(new Calling(Map.of("", addresses.keySet()), addresses), null);
    }

    /**
     * Starts what flags ask for, such as {@code --app effe.yaml}, within another program: as the command line does, but
     * without signals and without an environment.
     *
     * @throws dev.effe.server.settings.UsageException if the flags, or the files that they name, are wrong
     * @throws LoadException if the code of a function cannot be loaded
     * @throws StartException as {@link #start(Settings, LoadedLogic, FunctionConfig, Runnable)} does
     */
    public static Server start(List<String> flags) throws LoadException, StartException {
        return Servable.of(CommandLine.parse(flags, Map.of())).start(() -> {});
    }

    /** The port that requests come to; 0 if they come to a unix socket. */
    public int port() {
        return ports.main().port();
    }

    /** The port for operators, if there is one. */
    public OptionalInt adminPort() {
        return ports.adminPort();
    }

    /** The Lambda API's own port, if it has one. */
    public OptionalInt lambdaPort() {
        return ports.lambdaPort();
    }

    public ServerState state() {
        return life.state();
    }

    /**
     * Waits until the server is ready: min-contexts are started.
     *
     * @return whether it is
     */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        return life.awaitRunning(patience);
    }

    /**
     * Stops the server: serves on for drain-delay, closes the port, finishes what is going on, then stops every context
     * and closes the function. May be called by several threads: each waits for the end. An interrupt of the first one
     * cuts what is going on.
     *
     * @return whether all is well: every request was finished and every context is stopped; false if requests were cut at
     *     drain-timeout, if contexts did not stop, if the function ran out of memory, or if this thread was interrupted
     */
    public boolean stop() {
        return shutdown.run();
    }

    /** Stops the server as {@link #stop} does. */
    @Override
    public void close() {
        stop();
    }
}
