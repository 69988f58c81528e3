package dev.effe.server;

import dev.effe.server.admin.Pages;
import dev.effe.server.admin.TracesRoute;
import dev.effe.server.trace.Traces;
import java.time.Duration;
import java.util.Optional;

/** Lets a server trace its functions. Stateless. */
final class TraceServing {

    private TraceServing() {}

    /** The name that a function's spans have. Where there is one function only, it is asked. */
    static String name(FunctionToServe function, Duration patience) throws StartException {
        if (!function.name().isEmpty()) {
            return function.name();
        }
        Optional<String> named = function.settings().name();
        return named.isPresent()
                ? named.get()
                : FunctionLife.info(function.loaded(), patience).name();
    }

    /** The page of the traces that are kept. */
    static Pages.Part pages(Traces traces) {
        return (guard, workers) -> new TracesRoute(traces.store(), guard, workers);
    }
}
