package dev.effe.server.route;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a call to the function whose pattern it matches. All others it answers itself: 404, 405 with Allow, and 204 with
 * Allow to OPTIONS. Immutable.
 */
public final class PatternRoute implements Route {

    private static final String NO_ROUTE = "No route has this path";
    private static final Outcome NOT_FOUND = new Outcome.Failed(new StatusException(404, NO_ROUTE));

    private final RouteTable<Route> table;
    private final @Nullable Route serverWide;

    /** @param serverWide what {@code OPTIONS *} goes to, which has no path; null to answer it as any OPTIONS */
    public PatternRoute(RouteTable<Route> table, @Nullable Route serverWide) {
        this.table = table;
        this.serverWide = serverWide;
    }

    /** A route to one function, which gets {@code OPTIONS *} too. */
    public static PatternRoute to(Route function, List<RoutePattern> patterns) {
        List<Routed<Route>> routes = patterns.stream()
                .map(pattern -> new Routed<>(pattern, function))
                .toList();
        return new PatternRoute(RouteTable.of(routes), function);
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        String method = request.method();
        String target = request.target();
        Routed<Route> found = table.find(method, target);
        if (found != null) {
            call.matched(found.pattern());
            found.target().handle(call);
        } else if (target.equals("*") && serverWide != null) {
            serverWide.handle(call);
        } else {
            call.completed(refuse(method, target, call.response()));
        }
    }

    private Outcome refuse(String method, String target, Response response) {
        Set<String> methods = target.equals("*") ? table.methods() : table.methods(target);
        if (methods.isEmpty()) {
            return notFound(method, target);
        }
        String allowed = String.join(", ", methods);
        response.header("Allow", allowed);
        if (method.equals("OPTIONS")) {
            response.status(204);
            return Outcome.SUCCEEDED;
        }
        return new Outcome.Failed(new StatusException(405, "This path is served for " + allowed));
    }

    private Outcome notFound(String method, String target) {
        Routed<Route> other = table.findByOtherSlash(method, target);
        if (other == null) {
            return NOT_FOUND;
        }
        String slash = other.pattern().path().endsWith("/") ? ", but with a slash" : ", but without the slash";
        return new Outcome.Failed(
                new StatusException(404, NO_ROUTE + slash + " at its end " + other.pattern() + " would match"));
    }
}
