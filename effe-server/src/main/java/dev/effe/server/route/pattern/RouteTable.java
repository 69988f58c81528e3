package dev.effe.server.route.pattern;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request. The most specific pattern that matches it counts, whatever their order: at the first
 * segment in which two differ a literal comes before a parameter and that before a rest; with one path a method comes
 * before all methods. Immutable and thread-safe.
 */
public final class RouteTable<T> {

    /** The most patterns of a table. */
    public static final int MOST_ROUTES = 1000;

    private static final List<String> USUAL_METHODS = List.of("DELETE", "GET", "PATCH", "POST", "PUT");

    private final RouteNode<T> root;
    private final Set<String> methods;

    private RouteTable(RouteNode<T> root, Set<String> methods) {
        this.root = root;
        this.methods = methods;
    }

    /**
     * Makes a table.
     *
     * @throws IllegalArgumentException if there are too many routes, or two of them conflict: the message names both and
     *     a request that both match
     */
    public static <T> RouteTable<T> of(List<Routed<T>> routes) {
        if (routes.size() > MOST_ROUTES) {
            throw new IllegalArgumentException(
                    "There are " + routes.size() + " routes: at most " + MOST_ROUTES + " are allowed");
        }
        List<RouteConflict> conflicts =
                RouteConflict.among(routes.stream().map(Routed::pattern).toList());
        if (!conflicts.isEmpty()) {
            throw new IllegalArgumentException(conflicts.get(0).message());
        }
        RouteNode.Draft<T> draft = new RouteNode.Draft<>();
        routes.forEach(draft::add);
        Set<String> methods = new TreeSet<>();
        routes.forEach(route -> methods.add(route.pattern().method()));
        if (methods.remove(RoutePattern.ANY)) {
            methods.addAll(USUAL_METHODS);
        }
        return new RouteTable<>(draft.node(), allowed(methods));
    }

    /**
     * Finds the route of a request. Allocates only what escaped segments are decoded to.
     *
     * @param target of the request in origin-form, still escaped
     * @return null if there is none, for the path or for this method of it
     */
    public @Nullable Routed<T> find(String method, String target) {
        return target.startsWith("/") ? root.find(method, target, 1, RawPath.end(target)) : null;
    }

    /**
     * The methods that a path is served with, as the header Allow has them: sorted, with HEAD where there is GET, and
     * OPTIONS always.
     *
     * @return empty if no route has the path; with {@link RoutePattern#ANY} if one has it for all methods
     */
    public Set<String> methods(String target) {
        Set<String> methods = new TreeSet<>();
        if (target.startsWith("/")) {
            root.methods(methods, target, 1, RawPath.end(target));
        }
        return allowed(methods);
    }

    private static Set<String> allowed(Set<String> methods) {
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** The methods that any path is served with, as {@link #methods(String)} gives them; the usual ones for a route of all. */
    public Set<String> methods() {
        return Collections.unmodifiableSet(methods);
    }

    /**
     * The route that would match if the path had no slash at its end, or if it had one.
     *
     * @return the one for this method before others; null if there is none
     */
    public @Nullable Routed<T> findByOtherSlash(String method, String target) {
        String path = target.substring(0, RawPath.end(target));
        String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
        Routed<T> found = find(method, other);
        for (String served : found == null ? methods(other) : Set.<String>of()) {
            found = found == null ? find(served, other) : found;
        }
        return found;
    }
}
