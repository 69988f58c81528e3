package dev.effe.server;

import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.metrics.Meters;
import dev.effe.server.pool.Housekeeper;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import dev.effe.server.time.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A server with one function: for embedding and for tests; {@link Main} adds the command line and the signals.
 * Thread-safe.
 */
public final class Server implements AutoCloseable {

    private final Life life;
    private final HttpListener listener;
    private final @Nullable HttpListener adminListener;
    private final Shutdown shutdown;

    private Server(Life life, HttpListener listener, @Nullable HttpListener adminListener, Shutdown shutdown) {
        this.life = life;
        this.listener = listener;
        this.adminListener = adminListener;
        this.shutdown = shutdown;
    }

    /** Starts a server as {@link #start(Settings, LoadedLogic, FunctionConfig, Runnable)} does, within another program. */
    public static Server start(Settings settings, LoadedLogic loaded, FunctionConfig config) throws StartException {
        return start(settings, loaded, config, () -> {});
    }

    /**
     * Starts a server, inside-out. Returns once its ports are bound; it is ready when min-contexts are started too: see
     * {@link #awaitReady}.
     *
     * @param loaded the function; the server closes it, also if it cannot start
     * @param config what the function's init is given
     * @param onFatal called once, on any thread, when a function ran out of memory: the server is to be stopped
     * @throws StartException if init threw or took too long, or a port cannot be had; nothing is left behind then
     */
    public static Server start(Settings settings, LoadedLogic loaded, FunctionConfig config, Runnable onFatal)
            throws StartException {
        Ticker ticker = Ticker.SYSTEM;
        Life life = new Life(onFatal);
        Workers workers = Workers.of(settings.workers(), settings.contextIdle());
        LoadedFunction<?> function = LoadedFunction.of(loaded, poolLimits(settings), workers, ticker);
        Admission admission =
                new Admission(settings.maxContexts(), settings.maxQueue(), settings.queueTimeout(), ticker);
        Meters meters = settings.adminPort().isPresent() ? new Meters() : null;
        DispatchListener ends = meters == null ? life : life.and(meters);
        Dispatcher<?> dispatcher = Dispatcher.of(function, admission, workers, settings.timeout(), ticker, ends);
        FunctionStart.init(function, config, settings.initTimeout(), workers);

        Transport transport = new Transport();
        Pages pages = new Pages(life, function);
        HttpListener listener;
        HttpListener adminListener = null;
        try {
            listener = HttpListener.bind(
                    transport,
                    "port",
                    settings.host(),
                    settings.port(),
                    settings,
                    pages.main(settings.healthPrefix(), dispatcher));
            if (meters != null) {
                adminListener = HttpListener.bind(
                        transport,
                        "admin-port",
                        settings.adminHost(),
                        settings.adminPort().orElseThrow(),
                        settings,
                        pages.admin(settings.healthPrefix(), meters, workers));
                meters.watch(function.pool(), admission, listener.stats());
            }
        } catch (IOException e) {
            FunctionStart.close(function, settings.stopTimeout(), workers);
            transport.close();
            workers.close();
            throw new StartException(String.valueOf(e.getMessage()), null);
        }

        Timer timer = new Timer(expiries(function, admission, dispatcher));
        DeadlockWatch deadlocks = new DeadlockWatch(dispatcher, life);
        Housekeeper housekeeper =
                new Housekeeper(function.pool(), settings.contextIdle(), life::running, deadlocks::check);
        timer.start();
        housekeeper.start();
        Shutdown shutdown = new Shutdown(
                settings,
                life,
                function,
                dispatcher,
                listener,
                adminListener,
                workers,
                List.of(housekeeper, timer, transport, workers));
        return new Server(life, listener, adminListener, shutdown);
    }

    private static PoolLimits poolLimits(Settings settings) {
        return new PoolLimits(
                settings.minContexts(),
                settings.maxContexts(),
                settings.contextIdle(),
                settings.contextMaxAge().orElse(null),
                settings.startTimeout(),
                settings.stopTimeout());
    }

    private static List<ExpiryQueue<?>> expiries(
            LoadedFunction<?> function, Admission admission, Dispatcher<?> dispatcher) {
        List<ExpiryQueue<?>> expiries = new ArrayList<>(function.pool().expiries());
        expiries.add(admission.expiries());
        expiries.add(dispatcher.expiries());
        return expiries;
    }

    /** The port that requests come to. */
    public int port() {
        return listener.port();
    }

    /** The port for operators, if there is one. */
    public OptionalInt adminPort() {
        return adminListener == null ? OptionalInt.empty() : OptionalInt.of(adminListener.port());
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
     * and closes the function. May be called by several threads: each waits for the end.
     *
     * @return whether every request was finished; false if some were cut at drain-timeout
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
