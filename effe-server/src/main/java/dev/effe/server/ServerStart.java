package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.call.CallListener;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.events.EventQueue;
import dev.effe.server.file.FileWatch;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
import dev.effe.server.health.StarvationWatch;
import dev.effe.server.health.StuckWatch;
import dev.effe.server.invoke.InvokedFunction;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.metrics.Meters;
import dev.effe.server.overview.Overview;
import dev.effe.server.pool.ContextPool;
import dev.effe.server.pool.Housekeeper;
import dev.effe.server.time.Alarms;
import dev.effe.server.time.ExpiryQueue;
import dev.effe.server.time.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start of a server, inside-out. Each part is put on the closer as soon as it is there, so that a start that fails
 * leaves no port, thread or file behind. Used by one thread, once.
 */
final class ServerStart {

    /** The wait of a thread for work where contexts wait for ever. */
    private static final Duration THREAD_IDLE = Duration.ofMinutes(1);

    private final ServerParts parts;
    private final Duration idle;

    /** Null where functions cannot call each other. */
    private final @Nullable Calling calling;

    private final @Nullable CallWiring calls;
    private final TopicsInService topics;

    /** @param idle how long a thread of a function waits for work */
    private ServerStart(ServerParts parts, Duration idle, @Nullable Calling calling) throws IOException {
        this.parts = parts;
        this.idle = idle;
        this.calling = calling;
        calls = calling == null ? null : CallWiring.of(calling, parts.settings, parts.memory, parts.closer);
        topics = parts.closer.add(new TopicsInService(parts));
    }

    /**
     * Starts a server.
     *
     * @param functions at least one; closed if the start fails
     * @param routing which requests are for which function
     */
    static Server start(Settings settings, List<FunctionToServe> functions, Routing routing, Runnable onFatal)
            throws StartException {
        return start(settings, functions, routing, ServingLinks.NONE, onFatal);
    }

    /**
     * Starts a server whose functions may call others, and append to topics.
     *
     * @param links which function reaches what
     */
    static Server start(
            Settings settings, List<FunctionToServe> functions, Routing routing, ServingLinks links, Runnable onFatal)
            throws StartException {
        Closer closer = new Closer();
        for (FunctionToServe function : functions) {
            closer.add(() -> FunctionLife.unload(function.loaded()));
        }
        try {
            Duration idle = idle(functions);
            ServerParts parts = new ServerParts(settings, closer, new Life(onFatal), idle, links.application());
            ServerStart start = new ServerStart(parts, idle, links.calling());
            start.topics.open(links.topics());
            return start.serve(functions, routing);
        } catch (IOException e) {
            closer.close();
            throw new StartException(String.valueOf(e.getMessage()), null);
        } catch (StartException | RuntimeException | Error e) {
            closer.close();
            throw e;
        }
    }

    /** As long as the function with the most patience keeps its contexts. */
    private static Duration idle(List<FunctionToServe> functions) {
        Duration longest = Duration.ZERO;
        for (FunctionToServe function : functions) {
            longest = longer(longest, threadIdle(function.settings()));
        }
        return longest;
    }

    /** The wait of a function's thread for work: as long as its contexts are kept. */
    static Duration threadIdle(FunctionSettings settings) {
        Duration idle = settings.contexts().idle();
        return idle == null ? THREAD_IDLE : idle;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private Server serve(List<FunctionToServe> functions, Routing routing) throws IOException, StartException {
        List<LoadedFunction<?>> loaded = new ArrayList<>();
        List<ContextPool<?>> pools = new ArrayList<>();
        for (FunctionToServe function : functions) {
            LoadedFunction<?> made = parts.load(function);
            loaded.add(made);
            pools.add(made.pool());
        }
        Health health = new Health(parts.life, pools, topics::notReady, ServerParts.TICKER);
        List<ServedFunction> served = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            served.add(beginNamed(functions.get(i), loaded.get(i), health));
        }
        if (calls != null) {
            calls.know(served);
            calls.connect(served, parts.meters == null ? CallListener.NONE : parts.meters.calls());
        }
        topics.connect(served);
        Ports.Routes routes = parts.routes(served, parts.settings, routing, calls, parts.pages(served, health), topics);
        Ports ports = Ports.bind(routes, parts.transport, parts.edge, parts.settings, parts.memory, parts.closer);
        watch(served, health, ports);
        keep(served, pools, health);
        Shutdown shutdown = new Shutdown(
                parts.settings.process(), parts.life, stopped(served), parts.workers, ports, parts.closer, topics);
        return new Server(parts.life, ports, shutdown);
    }

    /** The functions in the order in which they are stopped. */
    private List<ServedFunction> stopped(List<ServedFunction> functions) {
        return calling == null ? functions : calling.callersFirst(functions);
    }

    /** Takes a function into service; its name is in what goes wrong, if it has one. */
    private ServedFunction beginNamed(FunctionToServe from, LoadedFunction<?> function, Health health)
            throws StartException {
        try {
            return begin(from, function, health);
        } catch (StartException e) {
            throw e.of(from.name());
        }
    }

    private ServedFunction begin(FunctionToServe from, LoadedFunction<?> function, Health health)
            throws StartException {
        Info info = parts.info(from);
        ServedFunction served = parts.begin(from, function, health, parts.closer);
        if (info == null) {
            return served;
        }
        InvokedFunction invoked = InvokeApi.invoked(served, info, parts.workers);
        parts.closer.add(invoked.events());
        return served.with(invoked);
    }

    /** Lets the metrics read the parts. */
    private void watch(List<ServedFunction> functions, Health health, Ports ports) {
        Meters meters = parts.meters;
        if (meters == null) {
            return;
        }
        for (ServedFunction served : functions) {
            meters.watch(served.name(), served::stats);
        }
        ServerParts.events(functions).forEach((name, events) -> meters.watchEvents(name, events::stats));
        parts.watch(meters, health, ports);
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
        StarvationWatch starvation = new StarvationWatch(parts.workers, parts.life, longest, ServerParts.TICKER);
        StuckWatch watch = new StuckWatch(dispatchers, pools, starvation, health);
        Timer timer = parts.closer.add(new Timer(expiries, alarms));
        Housekeeper housekeeper =
                parts.closer.add(new Housekeeper(pools, idle, parts.life::running, looks(watch, functions)));
        timer.start();
        housekeeper.start();
        for (ServedFunction served : functions) {
            EventQueue events = served.events();
            if (events != null) {
                events.start();
            }
            FileWatch jars = served.function().jarWatch();
            if (jars != null) {
                parts.closer.add(jars).start();
            }
        }
        topics.start();
    }

    /** The housekeeper's looks, in which the figures of the last minutes are taken too. */
    private Runnable looks(StuckWatch watch, List<ServedFunction> functions) {
        Overview overview = parts.overview;
        if (overview == null) {
            return watch::check;
        }
        return () -> {
            watch.check();
            overview.sample(ServerParts.functionViews(functions));
        };
    }
}
