package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.admin.Pages;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Admission;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.file.FileWatch;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
import dev.effe.server.health.ServerState;
import dev.effe.server.health.StarvationWatch;
import dev.effe.server.health.StuckWatch;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.invoke.InvokeAccess;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.metrics.Meters;
import dev.effe.server.pool.Housekeeper;
import dev.effe.server.route.FunctionRoute;
import dev.effe.server.route.PatternRoute;
import dev.effe.server.route.Route;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import dev.effe.server.time.Timer;
import dev.effe.server.tls.TlsFileException;
import dev.effe.server.tls.TlsProperties;
import dev.effe.server.tls.TrustedCas;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A server with one function: for embedding and for tests; {@link Main} adds the command line and the signals.
 * Thread-safe.
 */
public final class Server implements AutoCloseable {

    /** The time that a thread waits for work where contexts wait for ever. */
    private static final Duration THREAD_IDLE = Duration.ofMinutes(1);

    private final Life life;
    private final Ports ports;
    private final Shutdown shutdown;

    private Server(Life life, Ports ports, Shutdown shutdown) {
        this.life = life;
        this.ports = ports;
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
     * @throws StartException if init threw or took too long, or a port or a certificate cannot be had; nothing is left
     *     behind then
     */
    public static Server start(Settings settings, LoadedLogic loaded, FunctionConfig config, Runnable onFatal)
            throws StartException {
        if (settings.edge().tls().isPresent()) {
            TlsProperties.set();
        }
        SecretFiles.check(settings);
        Ticker ticker = Ticker.SYSTEM;
        Life life = new Life(onFatal);
        FunctionSettings served = settings.function();
        Duration idle = Objects.requireNonNullElse(served.contexts().idle(), THREAD_IDLE);
        Workers workers = Workers.of(settings.process().workers(), idle);
        LoadedFunction<?> function = LoadedFunction.of(loaded, served.contexts(), workers, ticker, life::failed);
        Admission admission = new Admission(
                served.contexts().maxContexts(),
                served.queue().mostWaiting(),
                served.queue().longestWait(),
                ticker);
        MemoryBudget memory = memory(settings);
        Meters meters = settings.admin().port().isPresent() ? new Meters() : null;
        Health health = new Health(life, function.pool(), ticker);
        DispatchListener ends =
                meters == null ? life.and(health) : life.and(health).and(meters);
        Dispatcher<?> dispatcher = Dispatcher.of(function, admission, memory, workers, served.timeouts(), ticker, ends);

        Edge edge = edge(settings, function, workers);
        Transport transport = new Transport(workers.loopThreads());
        InvokeAccess access = access(settings, function, edge, transport, workers);
        Info info;
        try {
            info = access == null
                    ? null
                    : FunctionLife.info(loaded, served.code().initTimeout());
            FunctionLife.init(function, config, served.code().initTimeout(), workers);
            FunctionLife.prepareJson(function, settings, workers);
        } catch (StartException e) {
            abandon(function, access, edge, transport, workers);
            throw e;
        }
        Ports ports;
        InvokeApi api =
                access == null || info == null ? null : new InvokeApi(settings, info, dispatcher, workers, access);
        Route routed = routed(served, new FunctionRoute(dispatcher));
        Route route = InvokeApi.main(settings, api, Browsers.before(served, settings.cors(), routed));
        EventQueue events = api == null ? null : api.events();
        try {
            Pages pages = new Pages(life, health, function, Version.TEXT);
            Route admin = meters == null ? null : pages.admin(settings, meters, workers, events);
            Route lambda = api == null ? null : api.own();
            ports = Ports.bind(
                    transport,
                    edge,
                    settings,
                    memory,
                    pages.main(settings.listening().healthPrefix(), route),
                    lambda,
                    admin);
        } catch (IOException e) {
            FunctionLife.close(function, served.contexts().stopTimeout(), workers);
            abandon(function, access, edge, transport, workers);
            throw new StartException(String.valueOf(e.getMessage()), null);
        }
        if (meters != null) {
            meters.watch(function.pool(), admission, ports.main().stats());
            meters.watch(memory);
            meters.watch(edge.stats());
            meters.watch(
                    () -> health.notLive().isEmpty(), () -> health.notReady().isEmpty());
            if (events != null) {
                meters.watch(events);
            }
        }

        Timer timer = new Timer(expiries(function, admission, dispatcher), dispatcher.alarms());
        StarvationWatch starvation =
                new StarvationWatch(workers, life, served.timeouts().call(), ticker);
        StuckWatch watch = new StuckWatch(dispatcher, function.pool(), starvation, health);
        Housekeeper housekeeper = new Housekeeper(function.pool(), idle, life::running, watch::check);
        timer.start();
        housekeeper.start();
        if (events != null) {
            events.start();
        }
        List<AutoCloseable> engines =
                new ArrayList<>(List.of(housekeeper, timer, transport, edge, workers, RateLimitedLog.counted()));
        if (access != null) {
            engines.add(access);
        }
        FileWatch jars = function.jarWatch();
        if (jars != null) {
            jars.start();
            engines.add(jars);
        }
        Shutdown shutdown = new Shutdown(settings, life, function, dispatcher, ports, events, workers, engines);
        return new Server(life, ports, shutdown);
    }

    private static Route routed(FunctionSettings settings, Route function) {
        return settings.routes().isEmpty() ? function : PatternRoute.to(function, settings.routes());
    }

    private static MemoryBudget memory(Settings settings) {
        MemoryBudget memory = new MemoryBudget(
                settings.http().maxMemoryBytes(),
                settings.function().queue().mostWaiting(),
                settings.function().queue().longestWait().toNanos());
        if (settings.http().message().maxBodyBytes() > memory.largestBodyBytes()) {
            LoggerFactory.getLogger(Server.class)
                    .warn(
                            "Bodies have at most {} bytes, not the {} of max-body: max-memory is {} (a larger one, or a"
                                    + " larger heap by -Xmx, allows more)",
                            memory.largestBodyBytes(),
                            settings.http().message().maxBodyBytes(),
                            memory.limitBytes());
        }
        return memory;
    }

    /** Reads the TLS files before the function's init: a start that must fail is not to do anything first. */
    private static Edge edge(Settings settings, LoadedFunction<?> function, Workers workers) throws StartException {
        try {
            if (settings.process().trustedCas().isPresent()) {
                TrustedCas.add(settings.process().trustedCas().get());
            }
            return Edge.of(settings.edge(), settings.http());
        } catch (TlsFileException e) {
            FunctionLife.unload(function);
            workers.close();
            throw new StartException(String.valueOf(e.getMessage()), null);
        }
    }

    /** Reads the keys of the Lambda API before the function's init too. */
    private static @Nullable InvokeAccess access(
            Settings settings, LoadedFunction<?> function, Edge edge, Transport transport, Workers workers)
            throws StartException {
        try {
            return InvokeApi.access(settings);
        } catch (IOException e) {
            abandon(function, null, edge, transport, workers);
            throw new StartException(String.valueOf(e.getMessage()), null);
        }
    }

    /** Gives up what a start that fails has made. */
    private static void abandon(
            LoadedFunction<?> function,
            @Nullable InvokeAccess access,
            Edge edge,
            Transport transport,
            Workers workers) {
        FunctionLife.unload(function);
        if (access != null) {
            access.close();
        }
        edge.close();
        transport.close();
        workers.close();
    }

    private static List<ExpiryQueue<?>> expiries(
            LoadedFunction<?> function, Admission admission, Dispatcher<?> dispatcher) {
        List<ExpiryQueue<?>> expiries = new ArrayList<>(function.pool().expiries());
        expiries.add(admission.expiries());
        expiries.add(dispatcher.expiries());
        expiries.add(dispatcher.streams());
        expiries.add(RateLimitedLog.expiries());
        return expiries;
    }

    /** The port that requests come to. */
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
