package dev.effe.server;

import dev.effe.server.access.TokenFile;
import dev.effe.server.call.CallListener;
import dev.effe.server.call.CallRoute;
import dev.effe.server.call.CallToken;
import dev.effe.server.call.Callee;
import dev.effe.server.call.Callees;
import dev.effe.server.call.FunctionCalls;
import dev.effe.server.call.LocalCallee;
import dev.effe.server.call.RemoteCallee;
import dev.effe.server.call.RemoteClient;
import dev.effe.server.cli.Settings;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.FunctionRoute;
import dev.effe.server.route.PrefixRoute;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the functions of an application call each other. Used while the server starts. */
final class CallWiring {

    private final Calling calling;
    private final Settings settings;
    private final MemoryBudget memory;
    private final @Nullable CallToken token;
    private final RemoteClient client;
    private final Map<String, Callee> callees = new HashMap<>();
    private final Map<String, Route> routes = new HashMap<>();

    private CallWiring(
            Calling calling, Settings settings, MemoryBudget memory, @Nullable CallToken token, RemoteClient client) {
        this.calling = calling;
        this.settings = settings;
        this.memory = memory;
        this.token = token;
        this.client = client;
    }

    /** Reads the token, if there is one. */
    static CallWiring of(Calling calling, Settings settings, MemoryBudget memory, Closer parts) throws IOException {
        CallToken token = settings.calls().tokenFile().isPresent()
                ? parts.add(
                        new CallToken(new TokenFile(settings.calls().tokenFile().get())))
                : null;
        return new CallWiring(calling, settings, memory, token, new RemoteClient());
    }

    /** The same token and client for other functions. */
    CallWiring with(Calling others) {
        return new CallWiring(others, settings, memory, token, client);
    }

    /** Learns where the functions are. */
    void know(List<ServedFunction> functions) {
        int maxBytes = settings.http().message().maxBodyBytes();
        calling.elsewhere()
                .forEach((name, address) ->
                        callees.put(name, new RemoteCallee(name, address, token, client, maxBytes, memory)));
        for (ServedFunction served : functions) {
            callees.put(served.name(), new LocalCallee(served.name(), served.dispatcher(), maxBytes, memory));
            routes.put(served.name(), new FunctionRoute(served.dispatcher()));
        }
    }

    /** Names to each function those that it may call. To be called before the first of them runs. */
    void connect(List<ServedFunction> functions, CallListener listener) {
        int loopLimit = settings.calls().loopLimit().orElse(Integer.MAX_VALUE);
        for (ServedFunction served : functions) {
            Callees allowed = name -> allowed(served.name(), name);
            served.function().callBy(new FunctionCalls(served.name(), allowed, loopLimit, listener));
        }
    }

    private Callee allowed(String caller, String name) {
        Callee callee = calling.callees(caller).contains(name) ? callees.get(name) : null;
        if (callee == null) {
            String who = caller.isEmpty() ? "The function" : caller;
            throw new IllegalStateException(who + " calls " + name + ": add it to calls in effe.yaml");
        }
        return callee;
    }

    /** Takes calls of other processes before all else, to the functions that it knows. */
    Route before(Route main) {
        return new PrefixRoute(CallRoute.PREFIX, new CallRoute(routes, token), main);
    }
}
