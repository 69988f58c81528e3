package dev.effe.server;

import dev.effe.server.route.Route;
import java.util.Map;

/** Decides which requests are for which function of a server. */
@FunctionalInterface
interface Routing {

    /** The only function has all requests. */
    Routing ALL_TO_ONE = functions -> functions.values().iterator().next();

    /**
     * Makes the route of the main port.
     *
     * @param functions the way to each function, by its name
     */
    Route route(Map<String, Route> functions);
}
