package dev.effe.server;

import dev.effe.StatusException;
import dev.effe.server.admin.Pages;
import dev.effe.server.call.CallListener;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.function.LoadException;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
import dev.effe.server.http.NettyProperties;
import dev.effe.server.log.Logs;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.metrics.Meters;
import dev.effe.server.route.Call;
import dev.effe.server.route.CurrentRoute;
import dev.effe.server.route.Route;
import dev.effe.server.time.Timer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server whose functions are replaced while it serves: for development. No request is lost by that: those that have come
 * to a function are served by it, and all that come after go to the one in its place. Thread-safe.
 */
public final class ReloadingServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReloadingServer.class);

    private final ServerParts parts;
    private final Health health;
    private final Ports ports;
    private final Shutdown shutdown;
    private final TopicsInService topics;
    private final CallListener callTimes;

    private final ReloadedFunctions functions = new ReloadedFunctions();
    private final CurrentRoute main = new CurrentRoute(ReloadingServer::nothingYet);
    private final CurrentRoute lambda = new CurrentRoute(ReloadingServer::nothingYet);
    private final CurrentRoute admin = new CurrentRoute(ReloadingServer::nothingYet);

    private final ReentrantLock reloading = new ReentrantLock();

    // Guarded by reloading.
    private final ReloadedQueues queues = new ReloadedQueues();
    private final Set<String> metered = new HashSet<>();
    private final Set<String> warned = new HashSet<>();
    private @Nullable CallWiring calls;
    private Calling calling = Calling.NONE;

    // Guarded by this.
    private @Nullable Thread reloader;
    private boolean stopping;

    private ReloadingServer(ServerParts parts, UnaryOperator<Route> before) throws IOException {
        this.parts = parts;
        Meters meters = parts.meters;
        callTimes = meters == null ? CallListener.NONE : meters.calls();
        topics = parts.closer.add(new TopicsInService(parts));
        health = new Health(parts.life, functions.pools(), topics::notReady, ServerParts.TICKER);
        parts.closer.add(functions);
        parts.closer.add(queues);
        Timer timer = parts.closer.add(new Timer(List.of(RateLimitedLog.expiries())));
        Pages pages = parts.pages(List.of(), health);
        Route pagesAndAll = pages.main(parts.settings.listening().healthPrefix(), before.apply(main));
        Ports.Routes routes = new Ports.Routes(
                pagesAndAll, parts.settings.invoke().port().isPresent() ? lambda : null, meters == null ? null : admin);
        admin.lead(adminRoute(parts.routes(List.of(), parts.settings, none -> main, null, pages, topics)));
        ports = Ports.bind(routes, parts.transport, parts.edge, parts.settings, parts.memory, parts.closer);
        if (meters != null) {
            parts.watch(meters, health, ports);
        }
        timer.start();
        shutdown = new Shutdown(
                parts.settings.process(), parts.life, functions.stopped(), parts.workers, ports, parts.closer, topics);
    }

    /**
     * Binds the ports of a command line. There is no function yet: it is not ready, and answers 503.
     *
     * @param before wraps the route of the main port, given one that leads to the functions of now; health pages stay before
     *     it
     * @throws dev.effe.server.settings.UsageException if a file that the command line names is wrong
     * @throws StartException if a port cannot be had, or a file cannot be read; nothing is left behind then
     */
    public static ReloadingServer start(Command command, UnaryOperator<Route> before) throws StartException {
        Servable serving = Servable.ofSources(command);
        Settings settings = serving.settings();
        Logs.use(settings.process().logs());
        NettyProperties.set();
        Closer closer = new Closer();
        try {
            ServerParts parts = new ServerParts(
                    settings,
                    closer,
                    new Life(ReloadingServer::fatal),
                    ServerStart.threadIdle(settings.function()),
                    serving.application());
            return new ReloadingServer(parts, before);
        } catch (IOException e) {
            closer.close();
            throw new StartException(String.valueOf(e.getMessage()), null);
        } catch (StartException | RuntimeException | Error e) {
            closer.close();
            throw e;
        }
    }

    private static void fatal() {
        log.error("A function has used up the memory: start effe again, with more by -Xmx if it needs that");
    }

    private static void nothingYet(Call call) {
        call.completed(new Outcome.Failed(new StatusException(503, "No function is in service yet")));
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

    /**
     * Puts into service what a command line asks for, whose files are read anew. Functions that are as those in service
     * are kept; the others are made ready first, with their min-contexts, and then get the requests all at once. Functions
     * that they replace, and functions that are not asked for any more, stop their idle contexts, serve the calls that they have, and
     * are unloaded. If it fails all stays as it was. One reload waits for another. May block for as long as the functions'
     * code does, by init-timeout and start-timeout. Settings of the process, such as port, count from its start.
     *
     * @param code the code of functions by name, "" for an only one; a function without an entry has the code that the
     *     command names
     * @return what has become of which function
     * @throws dev.effe.server.settings.UsageException if the command line's files are wrong
     * @throws LoadException if the code of a function cannot be loaded
     * @throws StartException if a function cannot be started, or the server stops
     */
    public Reload reload(Command command, Map<String, DevCode> code) throws LoadException, StartException {
        reloading.lock();
        try {
            begin();
            return reloadNow(command, code);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), null);
        } finally {
            end();
            reloading.unlock();
        }
    }

    private synchronized void begin() throws StartException {
        if (stopping) {
            throw new StartException("The server stops", null);
        }
        reloader = Thread.currentThread();
    }

    private synchronized void end() {
        reloader = null;
        if (stopping) {
            Thread.interrupted(); // It was for the reload, which is over.
        }
    }

    private Reload reloadNow(Command command, Map<String, DevCode> code)
            throws LoadException, StartException, IOException {
        Servable asked = Servable.ofSources(command);
        warn(command, asked);
        ServingPlan plan = asked.plan();
        Map<String, ReloadedFunction> before = functions.now();
        Map<String, ReloadedFunction> next = new LinkedHashMap<>();
        List<ReloadedFunction> made = new ArrayList<>();
        boolean done = false;
        try {
            for (FunctionPlan function : plan.functions()) {
                DevCode built = code.get(function.name());
                Object version = function.version(built);
                ReloadedFunction current = before.get(function.name());
                if (current == null || !current.isOf(version)) {
                    current = ReloadedFunction.start(function.load(built), version, parts, health, queues);
                    made.add(current);
                }
                next.put(function.name(), current);
            }
            swap(plan, asked.settings(), next);
            done = true;
        } finally {
            if (!done) {
                ReloadedFunction.abandon(made);
            }
        }
        return told(before, next);
    }

    /** Each line once, until it has not been there. */
    private void warn(Command command, Servable asked) {
        Set<String> lines = new HashSet<>(command.warnings());
        lines.addAll(asked.warnings());
        if (!isOfProcess(asked.settings())) {
            lines.add("Settings of the process have changed, such as port or workers: they count from the next start");
        }
        lines.stream().filter(line -> !warned.contains(line)).forEach(log::warn);
        warned.clear();
        warned.addAll(lines);
    }

    private boolean isOfProcess(Settings settings) {
        Settings mine = parts.settings;
        return settings.listening().equals(mine.listening())
                && settings.admin().equals(mine.admin())
                && settings.http().equals(mine.http())
                && settings.invoke().equals(mine.invoke())
                && settings.calls().equals(mine.calls())
                && settings.process().equals(mine.process());
    }

    private void swap(ServingPlan plan, Settings settings, Map<String, ReloadedFunction> next)
            throws IOException, StartException {
        List<ServedFunction> served =
                next.values().stream().map(ReloadedFunction::served).toList();
        CallWiring wiring = wiring(plan.calling(), served);
        Pages pages = parts.pages(served, health);
        openTopics(plan.topics());
        Ports.Routes routes = parts.routes(served, settings, plan.routing(), wiring, pages, topics);
        // Nothing fails from here on.
        List<ReloadedFunction> gone = functions.now().values().stream()
                .filter(function -> !next.containsValue(function))
                .toList();
        if (wiring != null) {
            wiring.connect(served, callTimes);
        }
        topics.connect(served);
        Calling callingBefore = calling;
        calling = plan.calling() == null ? Calling.NONE : plan.calling();
        calls = wiring;
        functions.take(next);
        main.lead(routes.main());
        lambda.lead(routes.lambda() == null ? ReloadingServer::nothingYet : routes.lambda());
        admin.lead(adminRoute(routes));
        queues.lead(served);
        functions.release(gone, callingBefore, calling);
        next.keySet().forEach(this::meter);
        topics.start();
        parts.life.running();
    }

    private void openTopics(@Nullable TopicPlan asked) throws StartException {
        try {
            topics.open(asked);
        } catch (StartException e) {
            topics.connect(functions.now().values().stream()
                    .map(ReloadedFunction::served)
                    .toList());
            topics.start();
            throw e;
        }
    }

    private @Nullable CallWiring wiring(@Nullable Calling asked, List<ServedFunction> served) throws IOException {
        if (asked == null) {
            return null;
        }
        CallWiring known = calls;
        CallWiring wiring =
                known == null ? CallWiring.of(asked, parts.settings, parts.memory, parts.closer) : known.with(asked);
        wiring.know(served);
        return wiring;
    }

    private static Route adminRoute(Ports.Routes routes) {
        return routes.admin() == null ? ReloadingServer::nothingYet : routes.admin();
    }

    /** Measures the functions of a name from now on, whichever serves. */
    private void meter(String function) {
        Meters meters = parts.meters;
        if (meters == null || !metered.add(function)) {
            return;
        }
        meters.watch(function, () -> functions.stats(function));
        if (parts.access != null) {
            meters.watchEvents(function, () -> functions.eventStats(function));
        }
    }

    private static Reload told(Map<String, ReloadedFunction> before, Map<String, ReloadedFunction> now) {
        List<String> kept = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        List<String> added = new ArrayList<>();
        now.forEach((name, function) -> {
            ReloadedFunction earlier = before.get(name);
            (earlier == null ? added : earlier == function ? kept : replaced).add(name);
        });
        List<String> removed =
                before.keySet().stream().filter(name -> !now.containsKey(name)).toList();
        return new Reload(kept, replaced, added, removed);
    }

    /**
     * Stops the server as {@link Server#stop} does; a reload that is going on is ended.
     *
     * @return as {@link Server#stop} does
     */
    public boolean stop() {
        synchronized (this) {
            stopping = true;
            if (reloader != null) {
                reloader.interrupt();
            }
        }
        reloading.lock(); // Once a reload has closed what it has made.
        try {
            return shutdown.run();
        } finally {
            reloading.unlock();
        }
    }

    /** Stops the server as {@link #stop} does. */
    @Override
    public void close() {
        stop();
    }
}
