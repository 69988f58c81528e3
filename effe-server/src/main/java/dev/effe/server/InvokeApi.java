package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.events.EventQueue;
import dev.effe.server.invoke.EventAcceptance;
import dev.effe.server.invoke.EventInvoker;
import dev.effe.server.invoke.FunctionDescription;
import dev.effe.server.invoke.FunctionIdentity;
import dev.effe.server.invoke.InvokeAccess;
import dev.effe.server.invoke.LambdaApiOffRoute;
import dev.effe.server.invoke.LambdaInvokeRoute;
import dev.effe.server.net.IpLiteral;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AWS Lambda's Invoke API and the events that come by it, where it is served. Immutable. */
final class InvokeApi {

    private static final Logger log = LoggerFactory.getLogger(InvokeApi.class);

    private final Settings settings;
    private final FunctionIdentity identity;
    private final FunctionDescription description;
    private final Dispatcher<?> dispatcher;
    private final Executor workers;
    private final InvokeAccess access;
    private final EventQueue events;
    private final EventAcceptance acceptance;

    /**
     * Makes it; no event is begun yet.
     *
     * @param info the function's, whose name counts unless a setting names it
     * @param access who may use it; not closed
     */
    InvokeApi(Settings settings, Info info, Dispatcher<?> dispatcher, Executor workers, InvokeAccess access) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.workers = workers;
        this.access = access;
        String name = settings.function().name().orElseGet(() -> FunctionIdentity.nameOf(info.name()));
        identity = FunctionIdentity.of(name, System.getenv());
        String handler = settings.function()
                .code()
                .handler()
                .or(settings.function().code()::logic)
                .orElse(name);
        description = new FunctionDescription(
                identity,
                info.doc(),
                handler,
                settings.function().timeouts().call(),
                settings.function().code().path());
        int maxContexts = settings.function().contexts().maxContexts();
        events = new EventQueue(
                settings.function().events().rules(name, maxContexts),
                new EventInvoker(dispatcher, settings.function().timeouts().call()));
        acceptance = new EventAcceptance(events, workers);
    }

    /**
     * Who may use it; null if it is not served.
     *
     * @throws IOException if the keys cannot be read; the message is one line that says why
     */
    static @Nullable InvokeAccess access(Settings settings) throws IOException {
        if (!settings.invoke().isServed()) {
            return null;
        }
        AccessKeys keys = settings.invoke().keys().isEmpty()
                ? null
                : AccessKeys.open("lambda-keys", settings.invoke().keys().get());
        if (keys == null && isOpen(settings)) {
            log.warn("Whoever reaches the Lambda API can call it, and is told what goes wrong in the function."
                    + " --lambda-keys asks for signatures, --lambda-port serves it on this machine alone");
        }
        List<String> hosts = new ArrayList<>(settings.invoke().hosts());
        hosts.add(settings.listening().host());
        hosts.add(settings.invoke().host());
        return new InvokeAccess(hosts, "lambda-hosts", keys);
    }

    /** True if others than this machine reach it. */
    private static boolean isOpen(Settings settings) {
        return (settings.invoke().onMainPort()
                        && !isLoopback(settings.listening().host()))
                || (settings.invoke().port().isPresent()
                        && !isLoopback(settings.invoke().host()));
    }

    private static boolean isLoopback(String host) {
        InetAddress address = IpLiteral.parse(host);
        return host.equals("localhost") || (address != null && address.isLoopbackAddress());
    }

    /**
     * The route of the main port.
     *
     * @param api null if it is served nowhere
     */
    static Route main(Settings settings, @Nullable InvokeApi api, Route function) {
        return api != null && settings.invoke().onMainPort() ? api.route(function) : new LambdaApiOffRoute(function);
    }

    /** The route of a port of its own; null if there is none. */
    @Nullable Route own() {
        return settings.invoke().port().isPresent() ? route(null) : null;
    }

    private Route route(@Nullable Route outside) {
        return new LambdaInvokeRoute(
                outside,
                identity,
                description,
                dispatcher,
                settings.function().timeouts().call(),
                acceptance,
                access,
                workers);
    }

    /** The events that were accepted. */
    EventQueue events() {
        return events;
    }
}
