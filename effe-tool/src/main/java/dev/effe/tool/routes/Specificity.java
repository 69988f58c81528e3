package dev.effe.tool.routes;

import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.Segment;
import java.util.Comparator;
import java.util.List;

/** The order in which a router that takes the first match must try patterns. */
final class Specificity {

    /** The path decides before the method; for HEAD its own route comes before that of GET. */
    static final Comparator<RoutePattern> ORDER = Comparator.comparing(RoutePattern::segments, Specificity::compare)
            .thenComparing(pattern -> pattern.method().equals(RoutePattern.ANY))
            .thenComparing(pattern -> !pattern.method().equals("HEAD"))
            .thenComparing(RoutePattern::method);

    private Specificity() {}

    private static int compare(List<Segment> one, List<Segment> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static int compare(Segment one, Segment other) {
        int order = one.kind().compareTo(other.kind());
        return order == 0 && one.isLiteral() ? one.text().compareTo(other.text()) : order;
    }
}
