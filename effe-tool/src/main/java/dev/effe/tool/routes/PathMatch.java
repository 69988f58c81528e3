package dev.effe.tool.routes;

import dev.effe.server.route.pattern.Routed;
import dev.effe.server.route.pattern.Segment;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route as HTTPRoute and Ingress can say it: a whole path, or the segments that a path begins with. Immutable.
 *
 * @param exact true for a whole path
 * @param path the path or its beginning, escaped; {@code /} begins every path
 * @param method null for all
 * @param route the route that it stands for
 */
record PathMatch(boolean exact, String path, @Nullable String method, Routed<String> route) {

    /** The longest beginning that the route's paths have in common. */
    static PathMatch of(Routed<String> route) {
        List<Segment> segments = route.pattern().segments();
        List<Segment> known = segments.stream().takeWhile(PathMatch::canBeSaid).toList();
        String path = known.stream().map(Segment::escaped).collect(Collectors.joining("/", "/", ""));
        return new PathMatch(known.size() == segments.size(), path, null, route);
    }

    /** Gateway API refuses an escaped slash in a path. */
    private static boolean canBeSaid(Segment segment) {
        return segment.isLiteral() && segment.text().indexOf('/') < 0;
    }

    PathMatch with(String only) {
        return new PathMatch(exact, path, only, route);
    }

    String function() {
        return route.target();
    }

    boolean hasMethod(String asked) {
        return method == null || method.equals(asked);
    }

    boolean hasPath(String target) {
        if (exact) {
            return target.equals(path);
        }
        return path.equals("/") || target.equals(path) || target.startsWith(path + "/");
    }

    /** Which of two that match counts, by Gateway API's rules: more is better. */
    int rank() {
        int method = this.method == null ? 0 : 1;
        return exact ? Integer.MAX_VALUE - 1 + method : path.length() * 2 + method;
    }
}
