package dev.effe.server.route.pattern;

/**
 * A segment of a pattern.
 *
 * @param text a literal, decoded; or a parameter's name
 */
record Segment(Kind kind, String text) {

    /** From the most specific to the least. */
    enum Kind {
        LITERAL,
        PARAMETER,
        /** One segment or more, up to the path's end. */
        REST
    }

    boolean isLiteral() {
        return kind == Kind.LITERAL;
    }

    boolean isRest() {
        return kind == Kind.REST;
    }

    /** True if it stands for the end of a path that ends with a slash. */
    boolean isEmpty() {
        return text.isEmpty();
    }
}
