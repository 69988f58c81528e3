package dev.effe.tool.routes;

import dev.effe.server.cli.ToolException;
import dev.effe.server.route.pattern.Routed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Matches by path, and where that is not enough by method, that send each request to the function of its route. The
 * function answers all else below its paths by itself: so a method is named only where two functions share a path.
 */
final class PathMatches {

    /** The methods that Gateway API knows and Effe serves. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private static final String OTHER_METHOD = "OTHER";

    /** A request, and the route that has it. */
    private record Sample(String method, String path, Routed<String> due) {}

    private final AppRoutes routes;
    private final List<PathMatch> matches = new ArrayList<>();

    private PathMatches(AppRoutes routes) {
        this.routes = routes;
        routes.routes().forEach(route -> matches.add(PathMatch.of(route)));
    }

    /**
     * Makes the matches.
     *
     * @param router for the message
     * @param byMethod whether the router knows methods
     * @return the matches, by path
     * @throws ToolException if that cannot be said; the message names two routes and a request
     */
    static List<PathMatch> of(AppRoutes routes, String router, boolean byMethod) throws ToolException {
        PathMatches made = new PathMatches(routes);
        List<Sample> samples = made.samples();
        boolean changes = true;
        while (changes) {
            changes = false;
            for (Sample sample : samples) {
                for (PathMatch wrong = made.wrong(sample); wrong != null; wrong = made.wrong(sample)) {
                    if (!byMethod || !made.nameMethod(wrong)) {
                        throw new ToolException(message(router, wrong, sample));
                    }
                    changes = true;
                }
            }
        }
        return made.withoutCopies();
    }

    private static String message(String router, PathMatch wrong, Sample sample) {
        return router + " cannot tell \"" + wrong.route().pattern() + "\" of " + wrong.function() + " and \""
                + sample.due.pattern() + "\" of " + sample.due.target() + " apart: " + sample.method + " "
                + sample.path + " would get to " + wrong.function() + ". HAProxy can: effe routes --haproxy";
    }

    /** Requests of which one goes astray if any does. */
    private List<Sample> samples() {
        SamplePaths paths = new SamplePaths(routes);
        Set<String> distinct = new LinkedHashSet<>();
        for (PathMatch match : new LinkedHashSet<>(matches)) {
            for (Routed<String> route : routes.routes()) {
                distinct.addAll(paths.of(route.pattern(), match));
            }
        }
        Set<String> methods = new TreeSet<>(routes.methods());
        methods.addAll(List.of("GET", "HEAD", OTHER_METHOD));
        List<Sample> samples = new ArrayList<>();
        for (String path : distinct) {
            for (String method : methods) {
                Routed<String> due = routes.table().find(method, path);
                if (due != null) {
                    samples.add(new Sample(method, path, due));
                }
            }
        }
        return samples;
    }

    private List<PathMatch> withoutCopies() {
        Map<String, PathMatch> distinct = new TreeMap<>();
        for (PathMatch match : matches) {
            distinct.putIfAbsent(match.path() + (match.exact() ? " 0 " : " 1 ") + match.method(), match);
        }
        return List.copyOf(distinct.values());
    }

    /** Replaces a match for all methods by those of its route; false if there is nothing to be won by that. */
    private boolean nameMethod(PathMatch match) {
        String method = match.route().pattern().method();
        if (match.method() != null || !METHODS.contains(method)) {
            return false;
        }
        matches.remove(match);
        matches.add(match.with(method));
        boolean othersHaveHead = routes.routes().stream()
                .anyMatch(route -> route.pattern().method().equals("HEAD")
                        && !route.target().equals(match.function())
                        && PathMatch.of(route).path().equals(match.path()));
        if (method.equals("GET") && !othersHaveHead) {
            matches.add(match.with("HEAD"));
        }
        return true;
    }

    /**
     * The match that counts for a request, or one that counts as much, if it is of another function. If none has its
     * method, one that has its path.
     */
    private @Nullable PathMatch wrong(Sample sample) {
        int best = 0;
        PathMatch wrong = null;
        PathMatch samePath = null;
        for (PathMatch match : matches) {
            if (!match.hasPath(sample.path)) {
                continue;
            }
            samePath = match;
            if (match.hasMethod(sample.method) && match.rank() >= best) {
                boolean other = !match.function().equals(sample.due.target());
                wrong = other ? match : match.rank() > best ? null : wrong;
                best = match.rank();
            }
        }
        return best == 0 ? samePath : wrong;
    }
}
