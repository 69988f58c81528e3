package dev.effe.server.route.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads patterns, and says what is wrong with those that are none. */
final class PatternParser {

    /** The longest pattern, in characters. */
    static final int LONGEST = 1000;

    /** As long as a method of a request may be. */
    private static final int LONGEST_METHOD = 32;

    private static final String FORM = "a route is a method and a path, such as GET /orders/{id}";
    private static final int SHOWN = 80;

    private PatternParser() {}

    static RoutePattern parse(String text) {
        if (text.length() > LONGEST) {
            throw fault(text, "has " + text.length() + " characters: at most " + LONGEST + " are allowed");
        }
        try {
            return read(text.strip());
        } catch (IllegalArgumentException e) {
            throw fault(text, String.valueOf(e.getMessage()));
        }
    }

    private static RoutePattern read(String text) {
        int space = text.indexOf(' ');
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is empty: " + FORM);
        }
        if (space < 0) {
            throw new IllegalArgumentException(
                    text.startsWith("/")
                            ? "has no method: write GET " + text + ", or * " + text + " for all methods"
                            : "has no path: " + FORM);
        }
        String method = text.substring(0, space);
        String path = text.substring(space + 1).strip();
        checkMethod(method);
        checkPath(method, path);
        return new RoutePattern(method, path, segments(path));
    }

    private static void checkMethod(String method) {
        String upper = method.toUpperCase(Locale.ROOT);
        if (method.contains(",") || method.contains("|")) {
            throw new IllegalArgumentException("has several methods: write a route for each, or * for all");
        }
        if (!method.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || method.length() > LONGEST_METHOD) {
            throw new IllegalArgumentException("has a method that HTTP does not allow: write one of at most "
                    + LONGEST_METHOD + " letters, such as GET, or * for all");
        }
        if (!method.equals(upper)) {
            throw new IllegalArgumentException(
                    "has the method " + method + ", but methods are case-sensitive: write " + upper);
        }
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new IllegalArgumentException("has the method " + method + ", which the server refuses");
        }
    }

    private static void checkPath(String method, String path) {
        if (path.contains("://")) {
            throw new IllegalArgumentException("has a URL: write the path alone, without scheme and host");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "has a path without a slash at its start: write " + method + " /" + path);
        }
        if (path.contains("//")) {
            throw new IllegalArgumentException("has an empty segment: write one slash in place of //");
        }
    }

    private static List<Segment> segments(String path) {
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : path.substring(1).split("/", -1)) {
            if (!segments.isEmpty() && segments.get(segments.size() - 1).isRest()) {
                throw new IllegalArgumentException("has " + shown(segments.get(segments.size() - 1))
                        + " before its end: it stands for all that follows, so write it last");
            }
            Segment segment = SegmentParser.parse(part);
            if (!segment.isLiteral() && !names.add(segment.text())) {
                throw new IllegalArgumentException("has two parameters named " + segment.text()
                        + ": give each parameter of a route a name of its own");
            }
            segments.add(segment);
        }
        return segments;
    }

    private static String shown(Segment rest) {
        return "{" + rest.text() + "...}";
    }

    private static IllegalArgumentException fault(String text, String what) {
        String name = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return new IllegalArgumentException("The route \"" + printable(name) + "\" " + what);
    }

    /** Keeps a message in one line. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
