package dev.effe.server.route.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of one path by their methods. Immutable once the table is built. */
final class MethodTable<T> {

    private final List<Routed<T>> named = new ArrayList<>();
    private @Nullable Routed<T> any;

    /** While the table is built. */
    void add(Routed<T> route) {
        if (route.pattern().method().equals(RoutePattern.ANY)) {
            any = route;
        } else {
            named.add(route);
        }
    }

    /** The route for a method: its own, else for HEAD that of GET, else that of all methods. Allocates nothing. */
    @Nullable Routed<T> find(String method) {
        Routed<T> found = named(method);
        if (found == null && method.equals("HEAD")) {
            found = named("GET");
        }
        return found == null ? any : found;
    }

    private @Nullable Routed<T> named(String method) {
        for (int i = 0; i < named.size(); i++) {
            Routed<T> route = named.get(i);
            if (route.pattern().method().equals(method)) {
                return route;
            }
        }
        return null;
    }

    /** Adds the methods that are served, as the patterns have them. */
    void tell(Set<String> methods) {
        named.forEach(route -> methods.add(route.pattern().method()));
        if (any != null) {
            methods.add(RoutePattern.ANY);
        }
    }
}
