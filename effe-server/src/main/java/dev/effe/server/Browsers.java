package dev.effe.server;

import dev.effe.server.cli.Settings;
import dev.effe.server.route.CorsRoute;
import dev.effe.server.route.CorsRules;
import dev.effe.server.route.FaviconRoute;
import dev.effe.server.route.Route;

/** What stands between browsers and the function. */
final class Browsers {

    private Browsers() {}

    /** Answers what a browser asks by itself, where that is not the function's business. */
    static Route before(Settings settings, Route function) {
        boolean answered = settings.handler().isPresent() && settings.answerBrowsers();
        Route route = answered ? new FaviconRoute(function) : function;
        // Without any origin it grants nothing, and preflights are kept from the function all the same.
        return answered || !settings.corsAllowOrigins().isEmpty() ? new CorsRoute(corsRules(settings), route) : route;
    }

    private static CorsRules corsRules(Settings settings) {
        return new CorsRules(
                settings.corsAllowOrigins(),
                settings.corsAllowMethods(),
                settings.corsAllowHeaders(),
                settings.corsExposeHeaders(),
                settings.corsMaxAge(),
                settings.corsAllowCredentials());
    }
}
