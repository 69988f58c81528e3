package dev.effe.server;

import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.route.CorsRoute;
import dev.effe.server.route.CorsRules;
import dev.effe.server.route.FaviconRoute;
import dev.effe.server.route.Route;

/** The routes between browsers and the function. */
final class Browsers {

    private Browsers() {}

    /** Answers what a browser asks by itself, where that is not the function's business. */
    static Route before(FunctionSettings settings, CorsRules cors, Route function) {
        boolean answered =
                settings.code().handler().isPresent() && settings.http().answerBrowsers();
        Route route = answered ? new FaviconRoute(function) : function;
        // Without any origin it grants nothing, and preflights are kept from the function all the same.
        return answered || !cors.origins().isEmpty() ? new CorsRoute(cors, route) : route;
    }
}
