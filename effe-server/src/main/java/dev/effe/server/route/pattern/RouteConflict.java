package dev.effe.server.route.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two patterns of which neither is more specific, although a request matches both.
 *
 * @param method and
 * @param path of such a request
 */
public record RouteConflict(RoutePattern first, RoutePattern second, String method, String path) {

    /** All that there are, in the order of the patterns. */
    public static List<RouteConflict> among(List<RoutePattern> patterns) {
        List<RouteConflict> conflicts = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            for (int j = i + 1; j < patterns.size(); j++) {
                RouteConflict conflict = of(patterns.get(i), patterns.get(j));
                if (conflict != null) {
                    conflicts.add(conflict);
                }
            }
        }
        return conflicts;
    }

    private static @Nullable RouteConflict of(RoutePattern first, RoutePattern second) {
        PathOverlap overlap = PathOverlap.of(first, second);
        String method = commonMethod(first.method(), second.method());
        boolean conflict = switch (overlap.kind()) {
            case EQUAL -> first.method().equals(second.method());
            case CROSSING -> method != null;
            case NONE, NESTED -> false;
        };
        return conflict && method != null ? new RouteConflict(first, second, method, overlap.path()) : null;
    }

    /** A method that both serve; null if there is none. */
    private static @Nullable String commonMethod(String first, String second) {
        if (first.equals(RoutePattern.ANY)) {
            return second.equals(RoutePattern.ANY) ? "GET" : second;
        }
        if (first.equals(second) || second.equals(RoutePattern.ANY)) {
            return first;
        }
        // GET's route serves HEAD where no other does.
        boolean getAndHead = first.equals("HEAD") ? second.equals("GET") : first.equals("GET") && second.equals("HEAD");
        return getAndHead ? "HEAD" : null;
    }

    /** One line that names both and the request, and what helps. */
    public String message() {
        String both = "The routes \"" + first + "\" and \"" + second + "\" both match " + method + " " + path;
        return PathOverlap.of(first, second).kind() == PathOverlap.Kind.EQUAL
                ? both + ": remove one"
                : both + ", and neither is more specific: write one so that in every segment it is as specific as the"
                        + " other or more";
    }
}
