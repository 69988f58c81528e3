package dev.effe.server;

import dev.effe.server.cli.FunctionSettings;
import dev.effe.server.route.CorsRoute;
import dev.effe.server.route.CorsRules;
import dev.effe.server.route.FaviconRoute;
import dev.effe.server.route.Route;
import java.util.List;

/** The answers to what a browser asks by itself, where that is not a function's business. */
final class Browsers {

    private Browsers() {}

    /** Answers browsers that want an icon, before a handler. */
    static Route before(FunctionSettings settings, Route function) {
        return answersFor(settings) ? new FaviconRoute(function) : function;
    }

    /** Answers browsers that ask what scripts of other sites may do, before all functions. */
    static Route before(CorsRules cors, List<ServedFunction> functions, Route route) {
        boolean answered = false;
        for (ServedFunction served : functions) {
            answered |= answersFor(served.settings());
        }
        // Without any origin it grants nothing, and preflights are kept from the function all the same.
        return answered || !cors.origins().isEmpty() ? new CorsRoute(cors, route) : route;
    }

    private static boolean answersFor(FunctionSettings settings) {
        return settings.code().isOfLambda() && settings.http().answerBrowsers();
    }
}
