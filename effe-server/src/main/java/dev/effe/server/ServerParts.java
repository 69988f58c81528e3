package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.admin.OperatorViews;
import dev.effe.server.admin.Pages;
import dev.effe.server.call.HostedUrlRoute;
import dev.effe.server.cli.ConfigLines;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.cli.Settings;
import dev.effe.server.diagnose.InvocationEvent;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.InvocationLines;
import dev.effe.server.dispatch.RunningCall;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.message.EnvelopeRoute;
import dev.effe.server.invoke.InvokeAccess;
import dev.effe.server.log.AccessFormat;
import dev.effe.server.log.Logs;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.metrics.Meters;
import dev.effe.server.overview.FunctionView;
import dev.effe.server.overview.Overview;
import dev.effe.server.route.FunctionRoute;
import dev.effe.server.route.Route;
import dev.effe.server.time.Ticker;
import dev.effe.server.tls.TlsProperties;
import dev.effe.server.tls.TrustedCas;
import dev.effe.server.trace.Traces;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The parts of a server that it has once, however many functions it serves, and what they make of a function. Thread-safe. */
final class ServerParts {

    static final Ticker TICKER = Ticker.SYSTEM;

    final Settings settings;

    /** Closes them, and whatever else is put on it. */
    final Closer closer;

    final Life life;
    final Workers workers;
    final MemoryBudget memory;
    final @Nullable Meters meters;

    /** Null where there is no admin port, as meters. */
    final @Nullable Overview overview;

    final Edge edge;
    final Transport transport;
    final @Nullable InvokeAccess access;

    /** Null where nothing is traced. */
    final @Nullable Traces traces;

    /**
     * Makes them, and reads their files: a start that must fail is not to call the function first.
     *
     * @param idle how long a thread of a function waits for work
     * @param application the name of the functions' application; "" for none
     */
    ServerParts(Settings settings, Closer closer, Life life, Duration idle, String application)
            throws IOException, StartException {
        this.settings = settings;
        this.closer = closer;
        this.life = life;
        if (settings.listening().edge().tls().isPresent()) {
            TlsProperties.set();
        }
        SecretFiles.check(settings);
        closer.add(RateLimitedLog.counted());
        if (System.getProperty("jdk.jfr.repository") != null
                && ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
            InvocationEvent.record(); // Java records already: -XX:StartFlightRecording.
        }
        workers = closer.add(Workers.of(settings.process().workers(), idle));
        memory = memory(settings);
        meters = settings.admin().port().isPresent() ? new Meters() : null;
        overview = meters == null ? null : new Overview();
        traces = settings.traces().isOn() ? TraceServing.traces(settings.traces(), application, closer, meters) : null;
        if (settings.process().trustedCas().isPresent()) {
            TrustedCas.add(settings.process().trustedCas().get());
        }
        edge = closer.add(Edge.of(settings.listening().edge(), settings.http()));
        transport = closer.add(new Transport(workers.loopThreads()));
        access = InvokeApi.access(settings);
        if (access != null) {
            closer.add(access);
        }
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

    // A function, step by step.

    /** The function with its pool, of which nothing has been called yet. */
    LoadedFunction<?> load(FunctionToServe function) {
        return LoadedFunction.of(
                function.name(), function.loaded(), function.settings().contexts(), workers, TICKER, life::failed);
    }

    /** The function's info; null where nobody asks for it before a request does. */
    @Nullable Info info(FunctionToServe function) throws StartException {
        return access == null
                ? null
                : FunctionLife.info(
                        function.loaded(), function.settings().code().initTimeout());
    }

    /**
     * Takes a function into service. After this its init has returned.
     *
     * @param parts closes the function, once its init has returned
     */
    ServedFunction begin(FunctionToServe from, LoadedFunction<?> function, Health health, Closer parts)
            throws StartException {
        ServedFunction served =
                ServedFunction.of(from, function, memory, workers, TICKER, listener(from.name(), health));
        Duration initTimeout = from.settings().code().initTimeout();
        if (traces != null) {
            served.dispatcher().traceBy(traces.of(TraceServing.name(from, initTimeout)));
        }
        FunctionLife.init(function, from.config(), initTimeout, workers);
        Duration stopTimeout = from.settings().contexts().stopTimeout();
        parts.add(() -> FunctionLife.close(function, stopTimeout, workers));
        FunctionLife.prepareJson(function, initTimeout, workers);
        if (Logs.isJson()) {
            function.version(FunctionLife.info(from.loaded(), initTimeout).version());
        }
        return served;
    }

    private DispatchListener listener(String function, Health health) {
        DispatchListener ends = life.and(health);
        if (Logs.access() != AccessFormat.OFF) {
            ends = ends.and(new InvocationLines(Logs.access()));
        }
        return meters == null || overview == null
                ? ends
                : ends.and(meters.of(function)).and(overview.listener());
    }

    // The routes.

    /**
     * The routes to functions.
     *
     * @param settings those of the process, whose CORS counts
     * @param calls takes calls of other processes; null where there are none
     * @param topics those that are served, if any are
     */
    Ports.Routes routes(
            List<ServedFunction> functions,
            Settings settings,
            Routing routing,
            @Nullable CallWiring calls,
            Pages pages,
            TopicsInService topics) {
        Map<String, Route> routes = new LinkedHashMap<>();
        boolean enveloped = true; // An answer that is of no function in particular has the form that all of them have.
        for (ServedFunction served : functions) {
            Route function = Browsers.before(served.settings(), new FunctionRoute(served.dispatcher()));
            routes.put(served.name(), served.settings().envelope() ? new EnvelopeRoute(function) : function);
            enveloped &= served.settings().envelope();
        }
        Route routed = routing.route(routes);
        Route route = Browsers.before(settings.cors(), functions, enveloped ? new EnvelopeRoute(routed) : routed);
        InvokeApi api = access == null ? null : InvokeApi.of(this.settings.invoke(), functions, access, workers);
        Route main = pages.main(healthPrefix(), InvokeApi.main(api, route));
        if (settings.listening().socket().isPresent()) {
            main = new HostedUrlRoute(route, main);
        }
        Route lambda = api == null ? null : api.own();
        Route admin = meters == null || overview == null
                ? null
                : pages.admin(
                        this.settings.admin(), healthPrefix(), meters, workers, views(functions, topics, overview));
        return new Ports.Routes(calls == null ? main : calls.before(main), lambda, admin);
    }

    private OperatorViews views(List<ServedFunction> functions, TopicsInService topics, Overview shown) {
        Supplier<List<RunningCall>> calls = () -> functions.stream()
                .flatMap(served -> served.dispatcher().runningCalls().stream())
                .toList();
        Pages.Part tracePages =
                traces == null ? null : TraceServing.pages(traces).orElse(null);
        return new OperatorViews(
                events(functions),
                topics.operations(),
                topics.pages(),
                tracePages,
                calls,
                () -> functionViews(functions),
                shown,
                () -> ConfigLines.of("", settings.given(), setting -> true));
    }

    static List<FunctionView> functionViews(List<ServedFunction> functions) {
        return functions.stream()
                .map(served -> new FunctionView(served.name(), served.stats()))
                .toList();
    }

    private String healthPrefix() {
        return settings.listening().healthPrefix();
    }

    Pages pages(List<ServedFunction> functions, Health health) {
        Map<String, LoadedFunction<?>> described = new LinkedHashMap<>();
        for (ServedFunction served : functions) {
            described.put(served.name(), served.function());
        }
        return new Pages(life, health, described, Version.TEXT);
    }

    /** The queues of events, by the names of their functions. */
    static Map<String, EventQueue> events(List<ServedFunction> functions) {
        Map<String, EventQueue> events = new LinkedHashMap<>();
        for (ServedFunction served : functions) {
            EventQueue queue = served.events();
            if (queue != null) {
                events.put(served.name(), queue);
            }
        }
        return events;
    }

    /** Lets the metrics read what there is once. */
    void watch(Meters to, Health health, Ports ports) {
        to.watchBuild(Version.TEXT);
        to.watch(ports.main().stats());
        to.watch(transport.lag());
        to.watch(memory);
        to.watch(edge.stats());
        to.watch(() -> health.notLive().isEmpty(), () -> health.notReady().isEmpty());
    }
}
