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
import dev.effe.server.log.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server of an {@link EffeExtension}, from its start to its stop, with what lasts as long. Thread-safe. */
final class TestServer {

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private final Server server;
    private final FunctionJson json;
    private final EventFolder events;

    private TestServer(Server server, FunctionJson json, EventFolder events) {
        this.server = server;
        this.json = json;
        this.events = events;
    }

    /**
     * Starts it.
     *
     * @param served the function, or the file of an application; null for a handler that the settings name
     * @param config what the function's init is given
     * @throws Exception if it cannot start, or is not ready in time; nothing is left behind then
     */
    static TestServer start(@Nullable Object served, Map<String, String> settings, Map<String, String> config)
            throws Exception {
        EventFolder events = new EventFolder();
        Map<String, String> all = events.settings(settings);
        Settings checked = Settings.of(all);
        Logs.use(checked.process().logs());
        FunctionJson json = TestRequest.STANDARD;
        Server server;
        if (served instanceof Path app) {
            server = Server.start(flags(app, all, config));
        } else {
            LoadedLogic loaded = loaded(served, checked);
            json = served == null ? json : loaded.json();
            server = Server.start(checked, loaded, FunctionConfig.of(config, TestServer::inCode));
        }
        if (!server.awaitReady(READY_TIMEOUT)) {
            server.close();
            throw new IllegalStateException("Not ready within " + READY_TIMEOUT.toSeconds()
                    + " s: the function cannot start the contexts of min-contexts, see the log");
        }
        return new TestServer(server, json, events);
    }

    private static LoadedLogic loaded(@Nullable Object served, Settings settings) throws LoadException {
        if (served instanceof Logic<?> function) {
            return LoadedLogic.of(function);
        }
        NamedHandler handler = new NamedHandler(
                settings.function().code().handler().orElseThrow(),
                settings.function().name(),
                settings.function().contexts().maxContexts(),
                settings.function().code().handlerInstances() == HandlerInstances.SHARED,
                settings.httpEvents(),
                true);
        return HandlerLoader.load(FunctionSource.classPath(), handler);
    }

    private static List<String> flags(Path file, Map<String, String> settings, Map<String, String> config) {
        List<String> flags = new ArrayList<>(List.of("--app", file.toString()));
        settings.forEach((name, value) -> flags.addAll(List.of("--" + name, value)));
        config.forEach((key, value) -> flags.addAll(List.of("--set", key + "=" + value)));
        return flags;
    }

    private static String inCode(String key) {
        return "EffeExtension.config(\"" + key + "\", ...)";
    }

    int port() {
        return server.port();
    }

    /** The port of the Lambda API, which may be the main one. */
    int lambdaPort() {
        return server.lambdaPort().orElse(port());
    }

    /** @throws IllegalStateException if the test has switched it off */
    int adminPort() {
        return server.adminPort()
                .orElseThrow(
                        () -> new IllegalStateException("There is no admin port: leave out set(\"admin-port\", ...)"));
    }

    FunctionJson json() {
        return json;
    }

    void stop() {
        server.close();
        events.delete();
    }
}
