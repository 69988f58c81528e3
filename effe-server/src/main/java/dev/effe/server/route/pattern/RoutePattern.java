package dev.effe.server.route.pattern;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path of literals and parameters, such as {@code GET /orders/{id}}. A parameter is a whole segment;
 * {@code {rest...}} is the last one and stands for one segment or more. Immutable.
 */
public final class RoutePattern {

    /** The method of a pattern for all methods. */
    public static final String ANY = "*";

    private final String method;
    private final String path;
    private final List<Segment> segments;
    private final List<String> names;

    RoutePattern(String method, String path, List<Segment> segments) {
        this.method = method;
        this.path = path;
        this.segments = List.copyOf(segments);
        this.names = this.segments.stream()
                .filter(segment -> !segment.isLiteral())
                .map(Segment::text)
                .toList();
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is none; the message is one line that names it, what is allowed and the fix
     */
    public static RoutePattern parse(String text) {
        return PatternParser.parse(text);
    }

    /** The method; {@link #ANY} for all. */
    public String method() {
        return method;
    }

    /** The path as it was written. */
    public String path() {
        return path;
    }

    /** The parts between the slashes of the path; the last literal is empty if the path ends with a slash. */
    public List<Segment> segments() {
        return segments;
    }

    /** The names of the parameters, in the order of the path. */
    public List<String> names() {
        return names;
    }

    /**
     * The values of the parameters, each segment decoded once.
     *
     * @param target of a request that this pattern matches
     * @return an unmodifiable map in the order of the path
     */
    public Map<String, String> values(String target) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        int end = RawPath.end(target);
        int from = 1;
        for (Segment segment : segments) {
            int to = segment.isRest() ? end : RawPath.segmentEnd(target, from, end);
            if (!segment.isLiteral()) {
                // A slash ends no escape and no character, so that the rest may be decoded as one.
                values.put(segment.text(), PercentEscapes.decode(target, from, to, false));
            }
            from = to + 1;
        }
        return Collections.unmodifiableMap(values);
    }

    /** The pattern as it is written: method, one space, path. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoutePattern pattern && pattern.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
