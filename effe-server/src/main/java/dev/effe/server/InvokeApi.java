package dev.effe.server;

import dev.effe.JsonLogic;
import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventRules;
import dev.effe.server.events.RetryRules;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.invoke.EventAcceptance;
import dev.effe.server.invoke.EventInvoker;
import dev.effe.server.invoke.FunctionIdentity;
import dev.effe.server.invoke.LambdaInvokeRoute;
import dev.effe.server.route.Route;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * AWS Lambda's Invoke API and the events that come by it, where it is served.
 *
 * @param route answers the API, and gives all else to the function
 * @param events those that were accepted
 */
record InvokeApi(Route route, EventQueue events) {

    /** Whether it is served: if it is not said, only where no path of the function's is taken away by it. */
    static boolean isServed(Settings settings, LoadedLogic loaded) {
        return switch (settings.lambdaApi()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> settings.handler().isPresent() || loaded.logic() instanceof JsonLogic;
        };
    }

    /**
     * Makes it; no event is begun yet.
     *
     * @param infoName the function's name unless a setting names it
     * @param function answers what is not of the API
     */
    static InvokeApi of(
            Settings settings, String infoName, Route function, Dispatcher<?> dispatcher, Executor workers) {
        String name = settings.functionName().orElseGet(() -> FunctionIdentity.nameOf(infoName));
        Path folder = settings.dataDir().resolve("events").resolve(name).toAbsolutePath();
        EventQueue events = new EventQueue(rules(settings, folder), new EventInvoker(dispatcher, settings.timeout()));
        Route route = new LambdaInvokeRoute(
                function,
                FunctionIdentity.of(name, System.getenv()),
                dispatcher,
                settings.timeout(),
                new EventAcceptance(events, folder, workers));
        return new InvokeApi(route, events);
    }

    private static EventRules rules(Settings settings, Path folder) {
        // So that events leave room for those who wait for an answer.
        int mostRunning = Math.min(settings.maxEventsRunning(), Math.max(1, settings.maxContexts() / 2));
        return new EventRules(
                folder,
                settings.maxEvents(),
                mostRunning,
                new RetryRules(settings.eventRetries(), settings.eventRetryDelay(), settings.eventMaxAge()),
                settings.onSuccess(),
                settings.onFailure(),
                settings.deadLetter());
    }
}
