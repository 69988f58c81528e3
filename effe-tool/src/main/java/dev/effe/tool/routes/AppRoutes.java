package dev.effe.tool.routes;

import dev.effe.server.app.Application;
import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The routes of an application. Immutable.
 *
 * @param application the application
 * @param routes its routes, each with the name of its function; of two that match one request the more specific is first
 * @param table the same, as servers have it
 */
record AppRoutes(Application application, List<Routed<String>> routes, RouteTable<String> table) {

    static AppRoutes of(Application application) {
        List<Routed<String>> routes = new ArrayList<>();
        for (FunctionEntry function : application.functions().values()) {
            for (Mention route : function.links().routes()) {
                routes.add(new Routed<>(RoutePattern.parse(route.text()), function.name()));
            }
        }
        routes.sort((one, other) -> Specificity.ORDER.compare(one.pattern(), other.pattern()));
        return new AppRoutes(application, List.copyOf(routes), RouteTable.of(routes));
    }

    /** The functions that have routes, in the order of the file. */
    List<FunctionEntry> functions() {
        return application.functions().values().stream()
                .filter(function -> !function.links().routes().isEmpty())
                .toList();
    }

    /** The methods that routes name, sorted. */
    List<String> methods() {
        TreeSet<String> methods = new TreeSet<>();
        routes.forEach(route -> methods.add(route.pattern().method()));
        methods.remove(RoutePattern.ANY);
        return List.copyOf(methods);
    }

    /** A setting of the process, as written; empty if the file does not have it. */
    Optional<String> setting(String name) {
        return Optional.ofNullable(application.settings().get(name)).map(SettingText::text);
    }

    boolean isOn(String setting) {
        return setting(setting).equals(Optional.of("on"));
    }

    /** Where health is on the main port; empty if it is nowhere. */
    String healthPrefix() {
        return setting("health-prefix").orElse("/_effe");
    }
}
