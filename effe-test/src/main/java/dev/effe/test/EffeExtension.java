package dev.effe.test;

import dev.effe.Logic;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.log.LogWatch;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.function.Executable;

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

    private static final int MOST_LOG_BYTES = 1024 * 1024;

    private static final String NOT_RUNNING =
            "The server is not running: is the field annotated with @RegisterExtension?";

    /** A function, or the file of an application; null for a handler. */
    private final @Nullable Object served;

    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Supplier<String>> config = new HashMap<>();
    private final HttpCalls http = new HttpCalls();

    // Written by the test framework's thread, before and after the tests that read it.
    private volatile @Nullable TestServer server;
    /** That of the last start. */
    private volatile @Nullable LogWatch log;

    private volatile String startedBy = "";

    private EffeExtension(@Nullable Object served) {
        this.served = served;
        settings.put("host", "127.0.0.1");
        settings.put("port", "0");
        settings.put("admin-port", "0");
        settings.put("log-level", "warn");
    }

    /**
     * An extension that serves a function.
     *
     * @param function the function, made by the test and used nowhere else: it is closed in the end
     * @return the extension, for a field with {@code @RegisterExtension}
     */
    public static EffeExtension serving(Logic<?> function) {
        return new EffeExtension(function);
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
        return new EffeExtension(null).set("handler", handler).set("lambda-api", "on");
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
        return new EffeExtension(file);
    }

    /**
     * Changes a setting of the server. Settings that are not set are at their defaults, but for {@code host} 127.0.0.1,
     * {@code port} and {@code admin-port} 0, {@code data-dir} and {@code log-level} warn, which is that of the whole process; neither environment nor system
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

    private TestServer running() {
        TestServer running = server;
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
        return http.send(request, BodyHandlers.ofString());
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
        FunctionJson json = running().json();
        return new JsonClient(
                target -> HttpRequest.newBuilder(uri(target)),
                request -> http.send(request, BodyHandlers.ofByteArray()),
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
        return LambdaInvoke.answer(send(LambdaInvoke.request(running().lambdaPort(), function, event)));
    }

    /**
     * Hands an asynchronous event over, as AWS's services do, and returns as soon as it is accepted. Its handler runs
     * later, and again if it fails: {@code event-retries} and the settings beside it say how often. Events are in a
     * folder of their own that goes with the server, unless {@code data-dir} is set.
     *
     * {@snippet class="dev.effe.test.EventuallyTest" region="async"}
     *
     * @param event the event
     * @return its id, for {@link #events}, which is the request's id in the function
     * @throws IllegalStateException if the API refuses it, as it does where it is off
     * @throws UncheckedIOException if no answer comes within 60 seconds
     */
    public String invokeAsync(LambdaEvent event) {
        return invokeAsync("function", event);
    }

    /**
     * Hands an event over to a function of an application, as {@link #invokeAsync(LambdaEvent)} does.
     *
     * @param function its name in effe.yaml
     * @param event the event
     * @return its id
     * @throws IllegalStateException if the API refuses it, as it does where it is off
     * @throws UncheckedIOException if no answer comes within 60 seconds
     */
    public String invokeAsync(String function, LambdaEvent event) {
        HttpRequest.Builder request = LambdaInvoke.request(running().lambdaPort(), function, event);
        return LambdaInvoke.accepted(send(request.setHeader("X-Amz-Invocation-Type", "Event")));
    }

    /**
     * The asynchronous events as they are now.
     *
     * @return a snapshot; events that are done are not in it
     * @throws IllegalStateException if {@code lambda-api} is off, or the admin port
     */
    public AsyncEvents events() {
        return AsyncEvents.of(admin("/events?limit=10000"));
    }

    /**
     * The asynchronous events of a function of an application.
     *
     * @param function its name in effe.yaml
     * @return a snapshot; events that are done are not in it
     * @throws IllegalStateException if there is no such function, {@code lambda-api} is off, or the admin port
     */
    public AsyncEvents events(String function) {
        return AsyncEvents.of(admin("/events?limit=10000&function=" + function));
    }

    /**
     * The metrics as they are now, from the admin port, which is on a free port unless the test sets it.
     *
     * {@snippet class="dev.effe.test.EventuallyTest" region="metrics"}
     *
     * @return a snapshot
     * @throws IllegalStateException if the admin port is off
     */
    public Metrics metrics() {
        return Metrics.of(admin("/metrics"));
    }

    private String admin(String target) {
        URI page = URI.create("http://127.0.0.1:" + running().adminPort() + target);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(page));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "The admin port answered " + target + " with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /**
     * Waits until assertions hold, for 5 seconds at most: for logs, metrics, events, and what functions do after their
     * answer.
     *
     * {@snippet class="dev.effe.test.EventuallyTest" region="eventually"}
     *
     * <p>They are tried on the calling thread, at once and then at most every 50 ms, also if they throw an exception, and
     * once more at the end. The wait never cuts them, so they must return.
     *
     * @param assertions must have no effects, as they are called several times
     * @throws AssertionError if they do not hold in time; its cause is their last failure
     */
    public void eventually(Executable assertions) {
        eventually(Eventually.PATIENCE, assertions);
    }

    /**
     * Waits until assertions hold, as {@link #eventually(Executable)} does.
     *
     * @param patience how long at most: from 1 second to 10 minutes
     * @param assertions must have no effects, as they are called several times
     * @throws AssertionError if they do not hold in time; its cause is their last failure
     * @throws IllegalArgumentException if the patience is less or more than that
     */
    public void eventually(Duration patience, Executable assertions) {
        Eventually.holds(patience, assertions);
    }

    /**
     * The log since the start, from INFO on whatever {@code log-level} is, and what functions print in their calls. All
     * servers of this JVM have one log: with several of them, lines of the others are in it. Lines come within a moment
     * of what they tell: see {@link #eventually}.
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

    private TestServer startServer() throws Exception {
        Map<String, String> values = new HashMap<>();
        config.forEach((key, value) -> values.put(key, value.get()));
        return TestServer.start(served, settings, values);
    }

    /** Whoever started it stops it. */
    private void stop(ExtensionContext context) {
        TestServer running = server;
        if (running != null && startedBy.equals(context.getUniqueId())) {
            server = null;
            running.stop();
            if (log != null) {
                log.close();
            }
        }
    }
}
