package dev.effe.server.route.pattern;

import java.util.List;

/**
 * The relation of the paths of two patterns.
 *
 * @param path one that both match; "" if there is none
 */
record PathOverlap(Kind kind, String path) {

    enum Kind {
        /** No path matches both. */
        NONE,
        /** The same paths match both. */
        EQUAL,
        /** All paths of one match the other too. */
        NESTED,
        /** Some paths match both, and some each alone. */
        CROSSING
    }

    private static final PathOverlap NONE = new PathOverlap(Kind.NONE, "");

    static PathOverlap of(RoutePattern first, RoutePattern second) {
        List<Segment> a = first.segments();
        List<Segment> b = second.segments();
        StringBuilder path = new StringBuilder();
        boolean firstIsWider = false;
        boolean secondIsWider = false;
        int i = 0;
        while (i < a.size() && i < b.size() && !a.get(i).isRest() && !b.get(i).isRest()) {
            Segment one = a.get(i);
            Segment other = b.get(i);
            if (!mayBeSame(one, other)) {
                return NONE;
            }
            firstIsWider |= !one.isLiteral() && other.isLiteral();
            secondIsWider |= one.isLiteral() && !other.isLiteral();
            path.append('/').append(example(one.isLiteral() ? one : other));
            i++;
        }
        boolean firstRests = i < a.size() && a.get(i).isRest();
        boolean secondRests = i < b.size() && b.get(i).isRest();
        // The end of the other is what a rest stands for; of two rests either shows it.
        if ((firstRests || secondRests) ? !appendRest(path, firstRests ? b : a, i) : a.size() != b.size()) {
            return NONE;
        }
        return new PathOverlap(
                kind(firstIsWider || (firstRests && !secondRests), secondIsWider || (secondRests && !firstRests)),
                path.toString());
    }

    private static Kind kind(boolean firstIsWider, boolean secondIsWider) {
        if (firstIsWider == secondIsWider) {
            return firstIsWider ? Kind.CROSSING : Kind.EQUAL;
        }
        return Kind.NESTED;
    }

    private static boolean mayBeSame(Segment one, Segment other) {
        if (one.isLiteral() && other.isLiteral()) {
            return one.text().equals(other.text());
        }
        return !one.isEmpty() && !other.isEmpty();
    }

    /** Returns false if a rest of the other pattern cannot stand for these segments: there are none, or one is empty. */
    private static boolean appendRest(StringBuilder path, List<Segment> segments, int from) {
        for (Segment segment : segments.subList(from, segments.size())) {
            if (segment.isEmpty()) {
                return false;
            }
            path.append('/').append(example(segment));
        }
        return from < segments.size();
    }

    /** A segment that it matches, escaped; a parameter has its own name as its value. */
    private static String example(Segment segment) {
        return segment.escaped();
    }
}
