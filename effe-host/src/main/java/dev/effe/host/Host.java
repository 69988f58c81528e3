package dev.effe.host;

import dev.effe.host.access.Access;
import dev.effe.host.api.ApiRoute;
import dev.effe.host.api.ControlPlane;
import dev.effe.host.api.PublicAddress;
import dev.effe.host.call.CallsRoute;
import dev.effe.host.call.InstanceCalls;
import dev.effe.host.engine.EngineSettings;
import dev.effe.host.engine.Instances;
import dev.effe.host.engine.MachineMemory;
import dev.effe.host.engine.ProcessEngine;
import dev.effe.host.engine.Programs;
import dev.effe.host.engine.RunFolder;
import dev.effe.host.engine.StartGate;
import dev.effe.host.invoke.Concurrency;
import dev.effe.host.invoke.EventForwarder;
import dev.effe.host.invoke.EventIntake;
import dev.effe.host.invoke.EventQueues;
import dev.effe.host.invoke.ForwardedCall;
import dev.effe.host.invoke.InvokeRoute;
import dev.effe.host.invoke.Resolver;
import dev.effe.host.invoke.Specs;
import dev.effe.host.invoke.Starts;
import dev.effe.host.invoke.Switches;
import dev.effe.host.invoke.UrlForwarder;
import dev.effe.host.logs.LogStore;
import dev.effe.host.logs.LogsPage;
import dev.effe.host.logs.LogsService;
import dev.effe.host.metrics.Meters;
import dev.effe.host.metrics.MetricsService;
import dev.effe.host.model.Account;
import dev.effe.host.model.Limits;
import dev.effe.host.service.AwsService;
import dev.effe.host.service.OwnPage;
import dev.effe.host.service.StsService;
import dev.effe.host.store.DataFolder;
import dev.effe.host.store.Functions;
import dev.effe.host.store.StoreException;
import dev.effe.host.url.UrlClients;
import dev.effe.host.url.UrlRoute;
import dev.effe.host.url.UrlTable;
import dev.effe.server.Closer;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.exchange.BodyFiles;
import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.upstream.Upstreams;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.time.Ticker;
import dev.effe.server.time.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host that serves. Thread-safe. */
public final class Host implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Host.class);
    private static final Duration WORKER_IDLE = Duration.ofMinutes(1);
    /** For a change that has another version start: beyond a start, the time that it may wait for others. */
    private static final Duration SWITCH_MARGIN = Duration.ofSeconds(50);
    /** Beyond the drain of their own. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    private static final int MOST_HEAD_BYTES = 64 * 1024;
    private static final int MOST_WAITING_BODIES = 256;
    private static final int UPLOADS_AT_ONCE = 4;

    private final HostSettings settings;
    private final Closer parts = new Closer();
    private final HttpListener port;
    private final Instances instances;
    private final EventQueues events;
    private final LogStore logs;
    private final HostRunning running;

    /**
     * Starts a host. Returns once its port is bound.
     *
     * @param environment that of the process
     * @throws IOException if the folder or the port cannot be had; the message is one line that says why; nothing is left
     *     behind then
     */
    public static Host start(HostSettings settings, Map<String, String> environment)
            throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        Host host = new Host(settings, environment);
        log.info(
                "Serving the Lambda API on {}://{}:{} after {} ms; functions are in {}, instances have {} MiB",
                host.scheme(),
                settings.address(),
                host.port(),
                Duration.ofNanos(System.nanoTime() - beganNanos).toMillis(),
                settings.dataDir(),
                settings.memoryMb());
        return host;
    }

    private Host(HostSettings settings, Map<String, String> environment) throws IOException, InterruptedException {
        this.settings = settings;
        boolean started = false;
        try {
            // The parts that all others use.
            Settings served = served();
            HttpSettings http = served.http();
            Edge edge = add(Edge.of(served.listening().edge(), http));
            MemoryBudget memory = new MemoryBudget(
                    http.maxMemoryBytes(),
                    MOST_WAITING_BODIES,
                    Duration.ofSeconds(30).toNanos());
            Workers workers = add(Workers.of(WorkerKind.AUTO, WORKER_IDLE));
            Transport transport = add(new Transport(workers.loopThreads()));
            add(RateLimitedLog.counted());
            Timer timer = add(new Timer(List.of(RateLimitedLog.expiries())));

            // The functions.
            DataFolder data = open();
            add(data);
            Functions functions = data.functions();

            logs = add(new LogStore(
                            settings.dataDir().resolve("functions"), functions, settings.logs(), InstantSource.system())
                    .start());

            // Their instances.
            InstanceCalls calls = add(new InstanceCalls());
            RunFolder folder = add(RunFolder.make(settings.dataDir(), environment));
            Path archives = archives(settings.dataDir());
            EngineSettings engineSettings = new EngineSettings(
                    settings.java(),
                    settings.jar(),
                    archives,
                    data.account().id(),
                    data.account().region(),
                    settings.initTimeout(),
                    settings.drainTimeout());
            ProcessEngine engine =
                    add(new ProcessEngine(engineSettings, folder, environment, logs, calls, InstantSource.system()));
            StartGate gate = new StartGate(Runtime.getRuntime().availableProcessors());
            instances = add(new Instances(
                    engine, new MachineMemory(settings.memoryMb()), gate, settings.instanceIdle(), Ticker.SYSTEM));

            // Calls.
            Specs specs = new Specs(data.codes());
            Concurrency concurrency = new Concurrency(settings.concurrency());
            functions.all().forEach(state -> concurrency.reserve(state.name(), state.reserved()));
            Switches switches = new Switches(
                    instances, specs, concurrency, settings.initTimeout().plus(SWITCH_MARGIN));
            functions.listen(switches);
            Resolver resolver = new Resolver(
                    functions,
                    specs,
                    switches,
                    data.account(),
                    () -> ThreadLocalRandom.current().nextDouble());
            Upstreams upstreams = add(new Upstreams(transport, MOST_HEAD_BYTES));
            Access access = new Access(new BrowserGuard(hosts(), "api-hosts"), keys(), InstantSource.system());
            Meters meters = add(new Meters(functionsFolder(), functions, InstantSource.system()));
            functions.listen(meters);
            ForwardedCall.Means means = new ForwardedCall.Means(instances, upstreams, workers, meters);
            events = add(new EventQueues(
                    functionsFolder(), functions, new EventForwarder(resolver, concurrency, means), settings.events()));
            functions.listen(events);
            EventIntake intake = new EventIntake(events, workers);
            InvokeRoute invocations = new InvokeRoute(resolver, concurrency, means, intake, access);

            // The API, and beside it the URLs of functions.
            ControlPlane plane = new ControlPlane(
                    functions,
                    data.codes(),
                    data.account(),
                    data.secret(),
                    new PublicAddress(scheme(), settings.urlDomain()),
                    settings.concurrency(),
                    Programs.runtimes(environment),
                    InstantSource.system());
            running = new HostRunning(instances, new Starts(functions, specs, instances), meters);
            List<AwsService> services = List.of(
                    new StsService(data.account()),
                    new LogsService(functions, logs, data.account()),
                    new MetricsService(meters));
            List<OwnPage> pages = List.of(new LogsPage(logs, InstantSource.system()));
            ApiRoute route = new ApiRoute(plane, running, services, pages, access, invocations, workers);
            meters.start();
            UrlTable urls = new UrlTable(functions.all());
            functions.listen(urls);
            UrlClients clients = new UrlClients(
                    settings.urlDomain(), scheme(), settings.access().behindTlsProxy());
            UrlForwarder forwarder = new UrlForwarder(resolver, concurrency, means);
            UrlRoute all = new UrlRoute(urls, data.account(), clients, access, forwarder, workers, route);
            CallsRoute between = new CallsRoute(calls, functions, forwarder);
            calls.openBy(() -> callPort(transport, http, memory, between));
            instances.start();
            timer.start();
            BodyFiles files = add(new BodyFiles(
                    data.uploads(),
                    Limits.REQUEST_BYTES,
                    UPLOADS_AT_ONCE,
                    Limits.CODE_REQUEST_BYTES,
                    memory.patienceNanos()));
            port = add(HttpListener.bind(
                    transport,
                    new HttpListener.Address("port", settings.address(), settings.port()),
                    new HttpShared(all, http, memory, files),
                    edge));
            events.start();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        return parts.add(part);
    }

    /** The port's settings, as a server has them. Bodies and answers have three quarters of the heap, for no function needs any here. */
    private Settings served() {
        Map<String, String> values = new HashMap<>();
        values.put("max-body", Long.toString(Limits.CODE_REQUEST_BYTES));
        values.put("max-memory", "75%");
        settings.access().tlsCert().ifPresent(file -> values.put("tls-cert", file.toString()));
        settings.access().tlsKey().ifPresent(file -> values.put("tls-key", file.toString()));
        return Settings.of(values);
    }

    /** For instances alone, so without TLS. */
    private HttpListener callPort(Transport transport, HttpSettings http, MemoryBudget memory, CallsRoute route)
            throws IOException {
        Edge plain = add(Edge.of(Settings.defaults().listening().edge(), http));
        HttpListener.Address address = new HttpListener.Address("port", "127.0.0.1", 0);
        return HttpListener.bind(transport, address, http, memory, plain, route);
    }

    private @Nullable AccessKeys keys() throws IOException {
        Optional<Path> file = settings.access().keys();
        return file.isEmpty() ? null : add(AccessKeys.openPrivate("--keys", file.get()));
    }

    /** That by which clients reach the host. */
    private String scheme() {
        return settings.access().hasTls() ? "https" : "http";
    }

    private DataFolder open() throws IOException {
        try {
            Account account = new Account(settings.region(), settings.account());
            return DataFolder.open(settings.dataDir(), account, InstantSource.system());
        } catch (StoreException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Path archives(Path folder) throws IOException {
        Path archives = folder.toAbsolutePath().resolve("archive");
        OwnerOnly.createFolders(archives);
        return archives;
    }

    private Path functionsFolder() {
        return settings.dataDir().resolve("functions");
    }

    private List<String> hosts() {
        List<String> hosts = new ArrayList<>(settings.apiHosts());
        hosts.add(settings.address());
        return hosts;
    }

    /** The port that it serves. */
    public int port() {
        return port.port();
    }

    /**
     * Stops the host: takes no more calls, finishes those that run, then ends all instances.
     *
     * @return whether nothing was cut
     */
    public boolean stop() {
        log.info("Draining: {} connections are open", port.stats().connections());
        running.drain();
        events.stopTaking();
        logs.endFollowers();
        boolean whole = false;
        try {
            long endNanos = System.nanoTime() + settings.drainTimeout().toNanos();
            port.drain();
            port.stopAccepting();
            whole = port.awaitConnectionsClosed(settings.drainTimeout().toNanos());
            whole &= events.awaitIdle(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
            events.close(); // The end of an instance is no error of an event.
            whole &= instances.stop(settings.drainTimeout().plus(STOP_MARGIN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
        log.info("Stopped{}", whole ? "" : ", with calls cut");
        return whole;
    }

    /** Ends all that there is, without waiting for calls. */
    @Override
    public void close() {
        parts.close();
    }
}
