package dev.effe.server.app;

import dev.effe.server.app.yaml.Faults;
import dev.effe.server.route.pattern.RouteConflict;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Checks routes, and that no two functions have routes of which neither is more specific. */
final class RouteChecks {

    private RouteChecks() {}

    static void check(Application application, Faults faults) {
        IdentityHashMap<RoutePattern, Mention> mentions = new IdentityHashMap<>(); // Two may have the same text.
        List<RoutePattern> patterns = new ArrayList<>();
        for (FunctionEntry function : application.functions().values()) {
            for (Mention route : function.links().routes()) {
                try {
                    RoutePattern pattern = RoutePattern.parse(route.text());
                    patterns.add(pattern);
                    mentions.put(pattern, route);
                } catch (IllegalArgumentException e) {
                    route.fault(faults, "is no route: " + e.getMessage());
                }
            }
        }
        if (patterns.size() > RouteTable.MOST_ROUTES) {
            mention(mentions, patterns.get(RouteTable.MOST_ROUTES))
                    .fault(
                            faults,
                            "is one too many: at most " + RouteTable.MOST_ROUTES + " routes are one application");
            return;
        }
        for (RouteConflict conflict : RouteConflict.among(patterns)) {
            Mention first = mention(mentions, conflict.first());
            Mention second = mention(mentions, conflict.second());
            second.fault(faults, "conflicts with " + first.path() + " at " + first.place() + ": " + conflict.message());
        }
    }

    private static Mention mention(IdentityHashMap<RoutePattern, Mention> mentions, RoutePattern pattern) {
        return Objects.requireNonNull(mentions.get(pattern));
    }
}
