package dev.effe.server.route;

import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import java.util.List;

/** Gives every call to one function, with the pattern that it matches, if it matches one. Immutable. */
public final class MatchedRoute implements Route {

    private final Route function;
    private final RouteTable<Route> table;

    /** @param patterns those of the function, which may have none */
    public MatchedRoute(Route function, List<RoutePattern> patterns) {
        this.function = function;
        this.table = RouteTable.of(patterns.stream()
                .map(pattern -> new Routed<>(pattern, function))
                .toList());
    }

    @Override
    public void handle(Call call) {
        Routed<Route> found = table.find(call.request().method(), call.request().target());
        if (found != null) {
            call.matched(found.pattern());
        }
        function.handle(call);
    }
}
