package dev.effe.test;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.HandlerInstances;
import dev.effe.server.function.HandlerLoader;
import dev.effe.server.function.LoadException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.function.NamedHandler;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.log.LogWatch;
import dev.effe.server.log.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Serves a function, or an application, with the real server while tests run, on a free port of this machine.
 *
 * {@snippet class="dev.effe.test.EffeExtensionTest" region="extension"}
 *
 * <p>In a static field it starts once, before the first test of the class, and stops after the last one. In an instance
 * field it starts and stops with each test, each time with the function that the field's initialiser made. Stopping is
 * that of the server: running requests end first, every context is stopped, the function is closed.
 *
 * <p>Settings must be set before the start; everything else may be called from any thread while it runs.
 */
public final class EffeExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** Longer than the server lets a function run, so that a test sees the server's own answer to that. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private static final int MOST_LOG_BYTES = 1024 * 1024;

    private static final String NOT_RUNNING =
            "The server is not running: is the field annotated with @RegisterExtension?";

    private final @Nullable Logic<?> function;
    /** The file of an application; null for one function. */
    private final @Nullable Path app;

    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Supplier<String>> config = new HashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    // Written by the test framework's thread, before and after the tests that read it.
    private volatile @Nullable Server server;
    /** That of the last start. */
    private volatile @Nullable LogWatch log;

    private volatile String startedBy = "";
    private volatile FunctionJson json = TestRequest.STANDARD;

    private EffeExtension(@Nullable Logic<?> function, @Nullable Path app) {
        this.function = function;
        this.app = app;
        settings.put("host", "127.0.0.1");
        settings.put("port", "0");
        settings.put("log-level", "warn");
    }

    /**
     * An extension that serves a function.
     *
     * @param function the function, made by the test and used nowhere else: it is closed in the end
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static EffeExtension serving(Logic<?> function) {
        return new EffeExtension(function, null);
    }

    /**
     * An extension that serves an AWS Lambda handler of the test's class path: over HTTP as {@code http-event} says,
     * and by AWS Lambda's Invoke API unless {@code lambda-api} is set off again. AWS's environment variables and time
     * zone count for the whole process from then on; the variables need {@code --add-opens
     * java.base/java.lang=ALL-UNNAMED}.
     *
     * @param handler as {@code --handler} has it: {@code com.acme.Handler} or {@code com.acme.Handler::handle}
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static EffeExtension servingHandler(String handler) {
        return new EffeExtension(null, null).set("handler", handler).set("lambda-api", "on");
    }

    /**
     * An extension that serves all functions of an application in this process, each with a class loader of its own, so
     * that a test sees none of their classes. Settings and configuration of the extension are stronger than those of the
     * file, for every function.
     *
     * {@snippet class="dev.effe.test.AppExtensionTest" region="app"}
     *
     * @param file effe.yaml; the code that it names must be built
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static EffeExtension app(Path file) {
        return new EffeExtension(null, file);
    }

    /**
     * Changes a setting of the server. Settings that are not set are at their defaults, but for {@code host} 127.0.0.1,
     * {@code port} 0 and {@code log-level} warn, which is that of the whole process; neither environment nor system
     * properties count.
     *
     * @param setting its name as in the file of {@code --config}, such as {@code max-contexts}
     * @param value its value as there; checked at the start
     * @return this
     */
    public EffeExtension set(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /**
     * Gives the function a value of its configuration.
     *
     * @param key the key, as {@link dev.effe.Setup#config} is asked for it
     * @param value the value
     * @return this
     */
    public EffeExtension config(String key, String value) {
        return config(key, () -> value);
    }

    /**
     * Gives the function a value that is known only later, such as the address of a database that another extension
     * starts. That extension must be registered before this one: order the fields by {@code @Order}.
     *
     * @param key the key, as {@link dev.effe.Setup#config} is asked for it
     * @param value asked once at each start
     * @return this
     */
    public EffeExtension config(String key, Supplier<String> value) {
        config.put(key, value);
        return this;
    }

    /**
     * The port that it listens on.
     *
     * @return the TCP port
     * @throws IllegalStateException if it does not run
     */
    public int port() {
        return running().port();
    }

    private Server running() {
        Server running = server;
        if (running == null) {
            throw new IllegalStateException(NOT_RUNNING);
        }
        return running;
    }

    /**
     * Where it serves.
     *
     * @return such as {@code http://127.0.0.1:40123}
     * @throws IllegalStateException if it does not run
     */
    public URI uri() {
        return uri("");
    }

    /**
     * Where it serves a path.
     *
     * @param target path and query, escaped, such as {@code /a%20b?x=1}
     * @return such as {@code http://127.0.0.1:40123/a%20b?x=1}
     * @throws IllegalStateException if it does not run
     */
    public URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port() + target);
    }

    /**
     * Sends a GET request and waits for its answer.
     *
     * @param target path and query, escaped
     * @return the answer
     * @throws UncheckedIOException if no answer comes within 60 seconds
     */
    public HttpResponse<String> get(String target) {
        return send(HttpRequest.newBuilder(uri(target)));
    }

    /**
     * Sends a POST request and waits for its answer.
     *
     * @param target path and query, escaped
     * @param body sent as UTF-8, without a Content-Type
     * @return the answer
     * @throws UncheckedIOException if no answer comes within 60 seconds
     */
    public HttpResponse<String> post(String target, String body) {
        return send(HttpRequest.newBuilder(uri(target)).POST(BodyPublishers.ofString(body)));
    }

    /**
     * Sends any request and waits for its answer.
     *
     * {@snippet class="dev.effe.test.EffeExtensionTest" region="send"}
     *
     * @param request made with {@link #uri(String)}
     * @return the answer
     * @throws UncheckedIOException if no answer comes within the request's own timeout, by default 60 seconds
     */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        HttpRequest built = request.build();
        if (built.timeout().isEmpty()) {
            built = request.timeout(ANSWER_TIMEOUT).build();
        }
        try {
            return client.send(built, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the answer", e);
        }
    }

    /**
     * A client that sends and reads JSON, as objects of the test.
     *
     * {@snippet class="dev.effe.test.JsonClientTest" region="json"}
     *
     * @return the client, for as long as the server runs
     * @throws IllegalStateException if it does not run
     */
    public JsonClient json() {
        running();
        return new JsonClient(
                target -> HttpRequest.newBuilder(uri(target)),
                request -> send(request, BodyHandlers.ofByteArray()),
                json,
                List.of());
    }

    /**
     * Invokes the handler with an event and waits for its answer, by AWS Lambda's Invoke API. For a function that is no
     * handler {@code lambda-api} must be set to {@code on}.
     *
     * {@snippet class="dev.effe.test.LambdaInvokeTest" region="invoke"}
     *
     * @param event the event, such as one of the package {@code dev.effe.test.events}
     * @return the answer, which may be an error of the handler's
     * @throws IllegalStateException if the API refuses it, as it does where it is off
     * @throws UncheckedIOException if no answer comes within 60 seconds
     */
    public LambdaAnswer invoke(LambdaEvent event) {
        return invoke("function", event);
    }

    /**
     * Invokes a function of an application, as {@link #invoke(LambdaEvent)} does.
     *
     * @param function its name in effe.yaml
     * @param event the event
     * @return the answer, which may be an error of the function's
     * @throws IllegalStateException if the API refuses it, as it does where it is off
     * @throws UncheckedIOException if no answer comes within 60 seconds
     */
    public LambdaAnswer invoke(String function, LambdaEvent event) {
        int lambdaPort = running().lambdaPort().orElse(port());
        return LambdaInvoke.answer(send(LambdaInvoke.request(lambdaPort, function, event)));
    }

    /**
     * The log since the start, from INFO on whatever {@code log-level} is, and what functions print in their calls. All
     * servers of this JVM have one log: with several of them, lines of the others are in it. Lines come within a moment
     * of what they tell.
     *
     * @return its lines, at most 1 MiB of the end; after the stop those until then
     * @throws IllegalStateException if it was never started
     */
    public String log() {
        LogWatch watch = log;
        if (watch == null) {
            throw new IllegalStateException(NOT_RUNNING);
        }
        return watch.text();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        start(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop(context);
    }

    /** The outermost of the callbacks starts: the class for a static field, the test for another. */
    private void start(ExtensionContext context) throws Exception {
        if (server == null) {
            LogWatch watch = LogWatch.begin(MOST_LOG_BYTES);
            log = watch;
            try {
                server = startServer();
            } finally {
                if (server == null) {
                    watch.close();
                }
            }
            startedBy = context.getUniqueId();
        }
    }

    private Server startServer() throws Exception {
        Settings checked = Settings.of(settings);
        Map<String, String> values = new HashMap<>();
        config.forEach((key, value) -> values.put(key, value.get()));
        Logs.setLevel(checked.process().logLevel().name());
        Server starting = app == null
                ? Server.start(checked, loaded(checked), FunctionConfig.of(values, EffeExtension::inCode))
                : Server.start(flags(app, values));
        if (!starting.awaitReady(READY_TIMEOUT)) {
            starting.close();
            throw new IllegalStateException("Not ready within " + READY_TIMEOUT.toSeconds()
                    + " s: the function cannot start the contexts of min-contexts, see the log");
        }
        return starting;
    }

    private List<String> flags(Path file, Map<String, String> values) {
        List<String> flags = new ArrayList<>(List.of("--app", file.toString()));
        settings.forEach((name, value) -> flags.addAll(List.of("--" + name, value)));
        values.forEach((key, value) -> flags.addAll(List.of("--set", key + "=" + value)));
        return flags;
    }

    private static String inCode(String key) {
        return "EffeExtension.config(\"" + key + "\", ...)";
    }

    private LoadedLogic loaded(Settings checked) throws LoadException {
        if (function != null) {
            LoadedLogic loaded = LoadedLogic.of(function);
            json = loaded.json();
            return loaded;
        }
        NamedHandler handler = new NamedHandler(
                checked.function().code().handler().orElseThrow(),
                checked.function().name(),
                checked.function().contexts().maxContexts(),
                checked.function().code().handlerInstances() == HandlerInstances.SHARED,
                checked.httpEvents(),
                true);
        return HandlerLoader.load(FunctionSource.classPath(), handler);
    }

    /** Whoever started it stops it. */
    private void stop(ExtensionContext context) {
        Server running = server;
        if (running != null && startedBy.equals(context.getUniqueId())) {
            server = null;
            running.close();
            if (log != null) {
                log.close();
            }
        }
    }
}
