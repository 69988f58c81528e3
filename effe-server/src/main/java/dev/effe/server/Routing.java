package dev.effe.server;

import dev.effe.server.route.PatternRoute;
import dev.effe.server.route.Route;
import dev.effe.server.route.pattern.RoutePattern;
import java.util.List;
import java.util.Map;

/** Decides which requests are for which function of a server. */
@FunctionalInterface
interface Routing {

    /** The only function has the requests of these routes; all if there are none. */
    static Routing toOne(List<RoutePattern> routes) {
        return functions -> {
            Route function = functions.values().iterator().next();
            return routes.isEmpty() ? function : PatternRoute.to(function, routes);
        };
    }

    /**
     * Makes the route of the main port.
     *
     * @param functions the way to each function, by its name
     */
    Route route(Map<String, Route> functions);
}
