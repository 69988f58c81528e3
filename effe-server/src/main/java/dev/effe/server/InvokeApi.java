package dev.effe.server;

import dev.effe.Info;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.cli.Listening;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Workers;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventRules;
import dev.effe.server.events.EventTarget;
import dev.effe.server.function.FunctionCode;
import dev.effe.server.invoke.EventAcceptance;
import dev.effe.server.invoke.EventInvoker;
import dev.effe.server.invoke.FunctionDescription;
import dev.effe.server.invoke.FunctionIdentity;
import dev.effe.server.invoke.InvokeAccess;
import dev.effe.server.invoke.InvokeSettings;
import dev.effe.server.invoke.InvokedFunction;
import dev.effe.server.invoke.LambdaApiOffRoute;
import dev.effe.server.invoke.LambdaInvokeRoute;
import dev.effe.server.net.IpLiteral;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS Lambda's Invoke API, where it is served. Immutable.
 *
 * @param functions those that it invokes, at least one
 * @param access who may use it; not closed
 */
record InvokeApi(InvokeSettings settings, List<InvokedFunction> functions, InvokeAccess access, Executor workers) {

    private static final Logger log = LoggerFactory.getLogger(InvokeApi.class);

    /** The API of all functions that have a name in it. */
    static InvokeApi of(InvokeSettings settings, List<ServedFunction> served, InvokeAccess access, Executor workers) {
        List<InvokedFunction> functions = served.stream()
                .map(ServedFunction::invoked)
                .filter(Objects::nonNull)
                .toList();
        return new InvokeApi(settings, functions, access, workers);
    }

    /**
     * A function as the API has it; none of its events is begun yet.
     *
     * @param info the function's, whose name counts unless the server or a setting names it
     * @throws StartException if its folder of events is of an earlier build
     */
    static InvokedFunction invoked(ServedFunction served, Info info, Workers workers) throws StartException {
        EventRules rules = rules(served, name(served, info));
        try {
            EventQueue.check(rules);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), null);
        }
        return invoked(served, info, new EventQueue(rules, target(served)), workers);
    }

    /** The same, whose events are in a queue that is there. */
    static InvokedFunction invoked(ServedFunction served, Info info, EventQueue events, Workers workers) {
        FunctionCode code = served.settings().code();
        String name = name(served, info);
        FunctionIdentity identity = FunctionIdentity.of(name, System.getenv());
        String handler = code.handler().or(code::logic).orElse(name);
        Duration timeout = served.settings().timeouts().call();
        return new InvokedFunction(
                identity,
                new FunctionDescription(identity, info.doc(), handler, timeout, code.path()),
                served.dispatcher(),
                timeout,
                events,
                new EventAcceptance(events, workers));
    }

    /** The function's name in the API. */
    static String name(ServedFunction served, Info info) {
        String given = served.name().isEmpty() ? FunctionIdentity.nameOf(info.name()) : served.name();
        return served.settings().name().orElse(given);
    }

    /** The rules for the events of a function of this name. */
    static EventRules rules(ServedFunction served, String name) {
        FunctionSettings settings = served.settings();
        return settings.events().rules(name, settings.contexts().maxContexts());
    }

    /** Gives events to the function. */
    static EventTarget target(ServedFunction served) {
        return new EventInvoker(
                served.dispatcher(), served.settings().timeouts().call());
    }

    /**
     * Who may use it; null if it is not served.
     *
     * @throws IOException if the keys cannot be read; the message is one line that says why
     */
    static @Nullable InvokeAccess access(Settings settings) throws IOException {
        InvokeSettings invoke = settings.invoke();
        if (!invoke.isServed()) {
            return null;
        }
        Optional<AccessKeys> keys = invoke.keys().isEmpty()
                ? Optional.empty()
                : Optional.of(AccessKeys.open("lambda-keys", invoke.keys().get()));
        if (keys.isEmpty() && isOpen(invoke, settings.listening())) {
            log.warn("Whoever reaches the Lambda API can call it, and is told what goes wrong in the function."
                    + " --lambda-keys asks for signatures, --lambda-port serves it on this machine alone");
        }
        List<String> hosts = new ArrayList<>(invoke.hosts());
        hosts.add(settings.listening().host());
        hosts.add(invoke.host());
        return new InvokeAccess(hosts, "lambda-hosts", keys.orElse(null));
    }

    /** Returns true if others than this machine reach it. */
    private static boolean isOpen(InvokeSettings invoke, Listening main) {
        return (invoke.onMainPort() && main.socket().isEmpty() && !isLoopback(main.host()))
                || (invoke.port().isPresent() && !isLoopback(invoke.host()));
    }

    private static boolean isLoopback(String host) {
        InetAddress address = IpLiteral.parse(host);
        return host.equals("localhost") || (address != null && address.isLoopbackAddress());
    }

    /**
     * The main port's route, with the API before all others if it is served there.
     *
     * @param api null if it is served nowhere
     */
    static Route main(@Nullable InvokeApi api, Route others) {
        return api != null && api.settings.onMainPort() ? api.route(others) : new LambdaApiOffRoute(others);
    }

    /** The route of the API's own port; null if there is none. */
    @Nullable Route own() {
        return settings.port().isPresent() ? route(null) : null;
    }

    private Route route(@Nullable Route others) {
        return new LambdaInvokeRoute(others, functions, access, workers);
    }
}
