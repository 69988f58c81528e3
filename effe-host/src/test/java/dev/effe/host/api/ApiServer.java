package dev.effe.host.api;

import dev.effe.host.access.Access;
import dev.effe.host.logs.LogLimits;
import dev.effe.host.logs.LogStore;
import dev.effe.host.logs.LogsPage;
import dev.effe.host.logs.LogsService;
import dev.effe.host.metrics.Meters;
import dev.effe.host.metrics.MetricsService;
import dev.effe.host.model.Account;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Limits;
import dev.effe.host.model.Runtimes;
import dev.effe.host.service.AwsService;
import dev.effe.host.service.OwnPage;
import dev.effe.host.service.StsService;
import dev.effe.host.store.DataFolder;
import dev.effe.host.store.StoreException;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.http.edge.Edge;
import dev.effe.server.http.exchange.BodyFiles;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The API on a port, over files, with instances that are none. */
final class ApiServer implements AutoCloseable, Running {

    static final String SIGNED =
            "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261130/us-east-1/lambda/aws4_request,"
                    + " SignedHeaders=host, Signature=00";

    final DataFolder data;
    final LogStore logs;
    final Meters meters;
    final List<String> invoked = Collections.synchronizedList(new ArrayList<>());
    volatile Instant now = Instant.parse("2026-11-30T20:00:00Z");
    volatile boolean ready = true;
    volatile Started started = new Started(7, null);

    private final Transport transport = new Transport(Optional.empty());
    private final ExecutorService workers = Executors.newFixedThreadPool(8);
    private final Edge edge;
    private final BodyFiles files;
    private final HttpListener listener;

    ApiServer(Path folder) throws Exception {
        this(folder, MemoryBudget.unlimited(), null);
    }

    /** @param keys null if any signature will do; not closed */
    ApiServer(Path folder, MemoryBudget memory, @Nullable AccessKeys keys) throws Exception {
        data = DataFolder.open(folder, new Account("us-east-1", "000000000000"), () -> now);
        ControlPlane plane = new ControlPlane(
                data.functions(),
                data.codes(),
                data.account(),
                data.secret(),
                new PublicAddress("http", ""),
                1000,
                new Runtimes(Runtime.version().feature(), false, true),
                () -> now);
        Access access = new Access(new BrowserGuard(List.of(), "api-hosts"), keys, () -> now);
        Route invocations = call -> {
            invoked.add(call.request().target());
            answer(call);
        };
        meters = new Meters(folder.resolve("functions"), data.functions(), () -> now);
        data.functions().listen(meters);
        logs = new LogStore(
                        folder.resolve("functions"),
                        data.functions(),
                        new LogLimits(Duration.ofDays(7), 8 << 20),
                        () -> now)
                .start();
        List<AwsService> services = List.of(
                new StsService(data.account()),
                new LogsService(data.functions(), logs, data.account()),
                new MetricsService(meters));
        List<OwnPage> pages = List.of(new LogsPage(logs, () -> now));
        ApiRoute route = new ApiRoute(plane, this, services, pages, access, invocations, workers);
        Settings settings = Settings.of("max-body", "70167211");
        edge = Edge.of(settings.listening().edge(), settings.http());
        files = new BodyFiles(
                data.uploads(), Limits.REQUEST_BYTES, 4, Limits.CODE_REQUEST_BYTES, memory.patienceNanos());
        HttpShared shared = new HttpShared(route, settings.http(), memory, files);
        listener = HttpListener.bind(transport, new HttpListener.Address("port", "127.0.0.1", 0), shared, edge);
    }

    private static void answer(Call call) {
        call.response().text("invoked");
        call.completed(Outcome.SUCCEEDED);
    }

    int port() {
        return listener.port();
    }

    /** Sends a signed request with a body of JSON. */
    HttpAnswer send(String method, String target, String body) throws IOException {
        return raw(method, target, body.getBytes(StandardCharsets.UTF_8), "Host: 127.0.0.1:7070", SIGNED);
    }

    HttpAnswer get(String target) throws IOException {
        return send("GET", target, "");
    }

    /** Sends a request with these headers only, but for the length. */
    HttpAnswer raw(String method, String target, byte[] body, String... headers) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        request.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        request.write(body);
        try (RawClient client = new RawClient(port())) {
            return client.send(request.toByteArray()).read(method);
        }
    }

    /** The body of CreateFunction. */
    static String create(String name, byte[] zip) {
        return "{\"FunctionName\":\"" + name + "\",\"Runtime\":\"java17\",\"Handler\":\"a.B\",\"Role\":\""
                + TestWorld.ROLE + "\",\"Code\":{\"ZipFile\":\""
                + Base64.getEncoder().encodeToString(zip) + "\"}}";
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public List<Map<String, Object>> instances() {
        return List.of(Map.of("Function", "echo"));
    }

    @Override
    public String metrics() {
        return "effe_host_instances 1\n";
    }

    @Override
    public CompletionStage<Started> start(String function, FunctionVersion version) {
        return CompletableFuture.completedFuture(started);
    }

    @Override
    public void close() throws StoreException {
        listener.stopAccepting();
        transport.close();
        edge.close();
        files.close();
        workers.shutdown();
        logs.close();
        meters.close();
        data.close();
    }
}
