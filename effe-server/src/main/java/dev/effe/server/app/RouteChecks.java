package dev.effe.server.app;

import dev.effe.server.app.yaml.Faults;
import dev.effe.server.route.pattern.RouteConflict;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import java.util.ArrayList;
import java.util.List;

/** Checks routes, and that no two functions have routes of which neither is more specific. */
final class RouteChecks {

    private RouteChecks() {}

    static void check(Application application, Faults faults) {
        List<Mention> mentions = new ArrayList<>();
        List<RoutePattern> patterns = new ArrayList<>();
        for (FunctionEntry function : application.functions().values()) {
            for (Mention route : function.links().routes()) {
                try {
                    patterns.add(RoutePattern.parse(route.text()));
                    mentions.add(route);
                } catch (IllegalArgumentException e) {
                    route.fault(faults, "is no route: " + e.getMessage());
                }
            }
        }
        if (patterns.size() > RouteTable.MOST_ROUTES) {
            Mention first = mentions.get(RouteTable.MOST_ROUTES);
            first.fault(faults, "is one too many: at most " + RouteTable.MOST_ROUTES + " routes are one application");
            return;
        }
        for (RouteConflict conflict : RouteConflict.among(patterns)) {
            Mention first = mentions.get(patterns.indexOf(conflict.first()));
            Mention second = mentions.get(patterns.indexOf(conflict.second()));
            second.fault(faults, "conflicts with " + first.path() + " at " + first.place() + ": " + conflict.message());
        }
    }
}
