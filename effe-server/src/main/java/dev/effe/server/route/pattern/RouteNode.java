package dev.effe.server.route.pattern;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The segments that can follow the same ones in the patterns of a table. Immutable once it is made. */
final class RouteNode<T> {

    /** Sorted, with the node behind each. */
    private final String[] literals;

    private final List<RouteNode<T>> behind;
    private final @Nullable RouteNode<T> parameter;
    /** The patterns that end here. */
    private final MethodTable<T> own;
    /** The patterns whose {@code {rest...}} begins here. */
    private final MethodTable<T> rest;

    private RouteNode(Draft<T> draft) {
        literals = draft.literals.keySet().toArray(new String[0]);
        behind = draft.literals.values().stream().map(RouteNode::new).toList();
        parameter = draft.parameter == null ? null : new RouteNode<>(draft.parameter);
        own = draft.own;
        rest = draft.rest;
    }

    /** A node to which patterns are added. */
    static final class Draft<T> {
        private final TreeMap<String, Draft<T>> literals = new TreeMap<>();
        private @Nullable Draft<T> parameter;
        private final MethodTable<T> own = new MethodTable<>();
        private final MethodTable<T> rest = new MethodTable<>();

        void add(Routed<T> route) {
            Draft<T> at = this;
            for (Segment segment : route.pattern().segments()) {
                if (segment.isRest()) {
                    at.rest.add(route);
                    return;
                }
                at = at.next(segment);
            }
            at.own.add(route);
        }

        private Draft<T> next(Segment segment) {
            if (segment.isLiteral()) {
                return literals.computeIfAbsent(segment.text(), unknown -> new Draft<>());
            }
            if (parameter == null) {
                parameter = new Draft<>();
            }
            return parameter;
        }

        RouteNode<T> node() {
            return new RouteNode<>(this);
        }
    }

    /**
     * Finds the most specific pattern that matches the segments from there on and the method. It looks at each node once
     * at most, so patterns bound its work and not the path; it allocates only what an escaped segment is decoded to.
     *
     * @param from where a segment begins
     * @param end of the path
     */
    @Nullable Routed<T> find(String method, String target, int from, int end) {
        int to = RawPath.segmentEnd(target, from, end);
        Routed<T> found = find(literal(target, from, to), method, target, to, end);
        if (found == null && RawPath.isValue(target, from, to)) {
            found = find(parameter, method, target, to, end);
            if (found == null && RawPath.areValues(target, to + 1, end)) {
                found = rest.find(method);
            }
        }
        return found;
    }

    private static <T> @Nullable Routed<T> find(
            @Nullable RouteNode<T> next, String method, String target, int to, int end) {
        if (next == null) {
            return null;
        }
        return to == end ? next.own.find(method) : next.find(method, target, to + 1, end);
    }

    /** Collects the methods of all patterns that match the segments from there on. */
    void methods(Set<String> methods, String target, int from, int end) {
        int to = RawPath.segmentEnd(target, from, end);
        methods(literal(target, from, to), methods, target, to, end);
        if (RawPath.isValue(target, from, to)) {
            methods(parameter, methods, target, to, end);
            if (RawPath.areValues(target, to + 1, end)) {
                rest.tell(methods);
            }
        }
    }

    private static <T> void methods(@Nullable RouteNode<T> next, Set<String> methods, String target, int to, int end) {
        if (next != null && to == end) {
            next.own.tell(methods);
        } else if (next != null) {
            next.methods(methods, target, to + 1, end);
        }
    }

    private @Nullable RouteNode<T> literal(String target, int from, int to) {
        if (RawPath.hasEscape(target, from, to)) {
            String decoded = PercentEscapes.decode(target, from, to, false);
            return literalOf(decoded, 0, decoded.length());
        }
        return literalOf(target, from, to);
    }

    private @Nullable RouteNode<T> literalOf(String text, int from, int to) {
        int low = 0;
        int high = literals.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = RawPath.compare(text, from, to, literals[middle]);
            if (order == 0) {
                return behind.get(middle);
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }
}
