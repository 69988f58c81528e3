package dev.effe.server.route.pattern;

/**
 * A segment of a pattern.
 *
 * @param text a literal, decoded; or a parameter's name
 */
public record Segment(Kind kind, String text) {

    /** From the most specific to the least. */
    public enum Kind {
        LITERAL,
        PARAMETER,
        /** One segment or more, up to the path's end. */
        REST
    }

    public boolean isLiteral() {
        return kind == Kind.LITERAL;
    }

    public boolean isRest() {
        return kind == Kind.REST;
    }

    /** The text, escaped for a path. */
    public String escaped() {
        return PercentEscapes.encode(text);
    }

    /** True if it stands for the end of a path that ends with a slash. */
    boolean isEmpty() {
        return text.isEmpty();
    }
}
