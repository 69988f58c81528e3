package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.admin.Pages;
import dev.effe.server.call.CallListener;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.file.FileWatch;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
import dev.effe.server.health.StarvationWatch;
import dev.effe.server.health.StuckWatch;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.message.EnvelopeRoute;
import dev.effe.server.invoke.InvokeAccess;
import dev.effe.server.invoke.InvokedFunction;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.metrics.Meters;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.Housekeeper;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.route.FunctionRoute;
import dev.effe.server.route.Route;
import dev.effe.server.time.Alarms;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Ticker;
import dev.effe.server.time.Timer;
import dev.effe.server.tls.TlsProperties;
import dev.effe.server.tls.TrustedCas;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The parts of a server, started inside-out. Each is put on the closer as soon as it is there, so that a start that fails
 * leaves no port, thread or file behind. Used by one thread, once.
 */
final class ServerStart {

    /** The wait of a thread for work where contexts wait for ever. */
    private static final Duration THREAD_IDLE = Duration.ofMinutes(1);

    private static final Ticker TICKER = Ticker.SYSTEM;

    private final Settings settings;
    private final Closer parts;
    private final Life life;
    private final Workers workers;
    private final MemoryBudget memory;
    private final @Nullable Meters meters;
    private final Edge edge;
    private final Transport transport;
    private final @Nullable InvokeAccess access;
    private final Duration idle;

    /** Null where functions cannot call each other. */
    private final @Nullable Calling calling;

    private final @Nullable CallWiring calls;

    /**
     * Makes what there is once, and reads its files: a start that must fail is not to call the function first.
     *
     * @param idle how long a thread of a function waits for work
     */
    private ServerStart(Settings settings, Closer parts, Life life, Duration idle, @Nullable Calling calling)
            throws IOException, StartException {
        this.settings = settings;
        this.parts = parts;
        this.life = life;
        this.idle = idle;
        if (settings.listening().edge().tls().isPresent()) {
            TlsProperties.set();
        }
        SecretFiles.check(settings);
        parts.add(RateLimitedLog.counted());
        workers = parts.add(Workers.of(settings.process().workers(), idle));
        memory = memory(settings);
        this.calling = calling;
        calls = calling == null ? null : CallWiring.of(calling, settings, memory, parts);
        meters = settings.admin().port().isPresent() ? new Meters() : null;
        if (settings.process().trustedCas().isPresent()) {
            TrustedCas.add(settings.process().trustedCas().get());
        }
        edge = parts.add(Edge.of(settings.listening().edge(), settings.http()));
        transport = parts.add(new Transport(workers.loopThreads()));
        access = InvokeApi.access(settings);
        if (access != null) {
            parts.add(access);
        }
    }

    /**
     * Starts a server.
     *
     * @param functions at least one; closed if the start fails
     * @param routing which requests are for which function
     */
    static Server start(Settings settings, List<FunctionToServe> functions, Routing routing, Runnable onFatal)
            throws StartException {
        return start(settings, functions, routing, null, onFatal);
    }

    /**
     * Starts a server whose functions may call others.
     *
     * @param calling null if they may call none
     */
    static Server start(
            Settings settings,
            List<FunctionToServe> functions,
            Routing routing,
            @Nullable Calling calling,
            Runnable onFatal)
            throws StartException {
        Closer parts = new Closer();
        for (FunctionToServe function : functions) {
            parts.add(() -> FunctionLife.unload(function.loaded()));
        }
        try {
            ServerStart start = new ServerStart(settings, parts, new Life(onFatal), idle(functions), calling);
            return start.serve(functions, routing);
        } catch (IOException e) {
            parts.close();
            throw new StartException(String.valueOf(e.getMessage()), null);
        } catch (StartException | RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /** As long as the function with the most patience keeps its contexts. */
    private static Duration idle(List<FunctionToServe> functions) {
        Duration longest = Duration.ZERO;
        for (FunctionToServe function : functions) {
            Duration idle = function.settings().contexts().idle();
            longest = longer(longest, idle == null ? THREAD_IDLE : idle);
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static MemoryBudget memory(Settings settings) {
        FunctionSettings function = settings.function();
        MemoryBudget memory = new MemoryBudget(
                settings.http().maxMemoryBytes(),
                function.queue().mostWaiting(),
                function.queue().longestWait().toNanos());
        int maxBodyBytes = settings.http().message().maxBodyBytes();
        if (maxBodyBytes > memory.largestBodyBytes()) {
            LoggerFactory.getLogger(Server.class)
                    .warn(
                            "Bodies have at most {} bytes, not the {} of max-body: max-memory is {} (a larger one, or a"
                                    + " larger heap by -Xmx, allows more)",
                            memory.largestBodyBytes(),
                            maxBodyBytes,
                            memory.limitBytes());
        }
        return memory;
    }

    private Server serve(List<FunctionToServe> functions, Routing routing) throws IOException, StartException {
        List<LoadedFunction<?>> loaded = new ArrayList<>();
        List<ContextPool<?>> pools = new ArrayList<>();
        for (FunctionToServe function : functions) {
            LoadedFunction<?> made = load(function);
            loaded.add(made);
            pools.add(made.pool());
        }
        Health health = new Health(life, pools, TICKER);
        List<ServedFunction> served = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            FunctionToServe function = functions.get(i);
            served.add(beginNamed(function, loaded.get(i), ends(function, health)));
        }
        if (calls != null) {
            calls.connect(served, meters == null ? CallListener.NONE : meters.calls());
        }
        Ports ports = listen(served, routing, health);
        watch(served, health, ports);
        keep(served, pools, health);
        return new Server(life, ports, new Shutdown(settings.process(), life, stopped(served), workers, ports, parts));
    }

    private LoadedFunction<?> load(FunctionToServe function) {
        PoolLimits contexts = function.settings().contexts();
        return LoadedFunction.of(function.name(), function.loaded(), contexts, workers, TICKER, life::failed);
    }

    /** The functions in the order in which they are stopped. */
    private List<ServedFunction> stopped(List<ServedFunction> functions) {
        return calling == null ? functions : calling.callersFirst(functions);
    }

    private DispatchListener ends(FunctionToServe function, Health health) {
        DispatchListener ends = life.and(health);
        return meters == null ? ends : ends.and(meters.of(function.name()));
    }

    /** Takes a function into service; its name is in what goes wrong, if it has one. */
    private ServedFunction beginNamed(FunctionToServe from, LoadedFunction<?> function, DispatchListener ends)
            throws StartException {
        try {
            return begin(from, function, ends);
        } catch (StartException e) {
            throw from.name().isEmpty() ? e : new StartException(from.name() + ": " + e.getMessage(), e.getCause());
        }
    }

    /** After this its init has returned. */
    private ServedFunction begin(FunctionToServe from, LoadedFunction<?> function, DispatchListener ends)
            throws StartException {
        ServedFunction served = ServedFunction.of(from, function, memory, workers, TICKER, ends);
        Duration initTimeout = from.settings().code().initTimeout();
        Info info = access == null ? null : FunctionLife.info(from.loaded(), initTimeout);
        FunctionLife.init(function, from.config(), initTimeout, workers);
        Duration stopTimeout = from.settings().contexts().stopTimeout();
        parts.add(() -> FunctionLife.close(function, stopTimeout, workers));
        FunctionLife.prepareJson(function, initTimeout, workers);
        if (info == null) {
            return served;
        }
        InvokedFunction invoked = InvokeApi.invoked(served, info, workers);
        parts.add(invoked.events());
        return served.with(invoked);
    }

    private Ports listen(List<ServedFunction> functions, Routing routing, Health health) throws IOException {
        Map<String, Route> routes = new LinkedHashMap<>();
        Map<String, LoadedFunction<?>> described = new LinkedHashMap<>();
        boolean enveloped = true; // An answer that is of no function in particular has the form that all of them have.
        for (ServedFunction served : functions) {
            Route function = Browsers.before(served.settings(), new FunctionRoute(served.dispatcher()));
            routes.put(served.name(), served.settings().envelope() ? new EnvelopeRoute(function) : function);
            described.put(served.name(), served.function());
            enveloped &= served.settings().envelope();
        }
        Route routed = routing.route(routes);
        Route route = Browsers.before(settings.cors(), functions, enveloped ? new EnvelopeRoute(routed) : routed);
        InvokeApi api = access == null ? null : InvokeApi.of(settings.invoke(), functions, access, workers);
        Pages pages = new Pages(life, health, described, Version.TEXT);
        Route pagesAndAll = pages.main(settings.listening().healthPrefix(), InvokeApi.main(api, route));
        Route main = calls == null ? pagesAndAll : calls.before(pagesAndAll);
        Route lambda = api == null ? null : api.own();
        Route admin = meters == null
                ? null
                : pages.admin(
                        settings.admin(), settings.listening().healthPrefix(), meters, workers, events(functions));
        return Ports.bind(new Ports.Routes(main, lambda, admin), transport, edge, settings, memory, parts);
    }

    /** The queues of events, by the names of their functions. */
    private static Map<String, EventQueue> events(List<ServedFunction> functions) {
        Map<String, EventQueue> events = new LinkedHashMap<>();
        for (ServedFunction served : functions) {
            EventQueue queue = served.events();
            if (queue != null) {
                events.put(served.name(), queue);
            }
        }
        return events;
    }

    /** Lets the metrics read the parts. */
    private void watch(List<ServedFunction> functions, Health health, Ports ports) {
        if (meters == null) {
            return;
        }
        for (ServedFunction served : functions) {
            meters.watch(served.name(), served.function().pool(), served.admission());
        }
        events(functions).forEach(meters::watch);
        meters.watch(ports.main().stats());
        meters.watch(memory);
        meters.watch(edge.stats());
        meters.watch(() -> health.notLive().isEmpty(), () -> health.notReady().isEmpty());
    }

    /** Starts the threads that look after the functions. */
    private void keep(List<ServedFunction> functions, List<ContextPool<?>> pools, Health health) {
        List<ExpiryQueue<?>> expiries = new ArrayList<>(List.of(RateLimitedLog.expiries()));
        List<Alarms> alarms = new ArrayList<>();
        List<Dispatcher<?>> dispatchers = new ArrayList<>();
        Duration longest = Duration.ZERO;
        for (ServedFunction served : functions) {
            expiries.addAll(served.expiries());
            alarms.add(served.dispatcher().alarms());
            dispatchers.add(served.dispatcher());
            longest = longer(longest, served.settings().timeouts().call());
        }
        StarvationWatch starvation = new StarvationWatch(workers, life, longest, TICKER);
        StuckWatch watch = new StuckWatch(dispatchers, pools, starvation, health);
        Timer timer = parts.add(new Timer(expiries, alarms));
        Housekeeper housekeeper = parts.add(new Housekeeper(pools, idle, life::running, watch::check));
        timer.start();
        housekeeper.start();
        for (ServedFunction served : functions) {
            EventQueue events = served.events();
            if (events != null) {
                events.start();
            }
            FileWatch jars = served.function().jarWatch();
            if (jars != null) {
                parts.add(jars).start();
            }
        }
    }
}
