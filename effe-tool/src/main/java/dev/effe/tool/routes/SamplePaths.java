package dev.effe.tool.routes;

import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.Routed;
import dev.effe.server.route.pattern.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Paths of patterns that begin as a match says. Where a pattern leaves a segment open they have one that is no route's
 * literal: so if any path of the pattern gets to the match in place of its own function's, one of these does.
 */
final class SamplePaths {

    private final Set<String> literals = new HashSet<>();
    private final int longest;

    SamplePaths(AppRoutes routes) {
        int most = 0;
        for (Routed<String> route : routes.routes()) {
            List<Segment> segments = route.pattern().segments();
            most = Math.max(most, segments.size());
            segments.stream().filter(Segment::isLiteral).map(Segment::text).forEach(literals::add);
        }
        longest = most;
    }

    /** The paths of a pattern; none if none of its paths matches. */
    List<String> of(RoutePattern pattern, PathMatch match) {
        if (match.exact()) {
            return List.of(match.path());
        }
        List<String> begin = match.path().equals("/")
                ? List.of()
                : List.of(match.path().substring(1).split("/"));
        List<String> path = new ArrayList<>();
        for (Segment segment : pattern.segments()) {
            int at = path.size();
            if (segment.isRest()) {
                return withRests(path, segment, begin);
            }
            String value = segment.isLiteral() ? segment.escaped() : at < begin.size() ? begin.get(at) : open(segment);
            if (at < begin.size() && !value.equals(begin.get(at))) {
                return List.of();
            }
            path.add(value);
        }
        return path.size() < begin.size() ? List.of() : List.of("/" + String.join("/", path));
    }

    /** A rest that is longer than all patterns stands for those that are longer still. */
    private List<String> withRests(List<String> path, Segment rest, List<String> begin) {
        List<String> paths = new ArrayList<>();
        while (path.size() <= longest + 1) {
            path.add(path.size() < begin.size() ? begin.get(path.size()) : open(rest));
            if (path.size() >= begin.size()) {
                paths.add("/" + String.join("/", path));
            }
        }
        return paths;
    }

    private String open(Segment segment) {
        String value = segment.text();
        while (literals.contains(value)) {
            value = "~" + value;
        }
        return value;
    }
}
