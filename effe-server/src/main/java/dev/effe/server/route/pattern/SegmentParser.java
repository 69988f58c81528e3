package dev.effe.server.route.pattern;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads one segment of a pattern. */
final class SegmentParser {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final String REST = "...";
    /** Stands for what is malformed; as a literal it would match all that is. */
    private static final char NO_UTF8 = '\ufffd';

    private static final String ALL = "write {name} for one segment, or {rest...} for all that follow";

    private SegmentParser() {}

    static Segment parse(String part) {
        int open = part.indexOf('{');
        if (open >= 0 || part.indexOf('}') >= 0) {
            return parameter(part, open);
        }
        return new Segment(Segment.Kind.LITERAL, literal(part));
    }

    private static Segment parameter(String part, int open) {
        int close = part.indexOf('}');
        if (open < 0 || close < open) {
            throw new IllegalArgumentException(
                    "has \"" + part + "\", where braces do not match: write a parameter as {name}");
        }
        if (open > 0 || close < part.length() - 1) {
            throw new IllegalArgumentException("has \"" + part + "\": a parameter is a whole segment, so write "
                    + "{name} and take its value apart in the function");
        }
        String name = part.substring(1, close);
        boolean rest = name.endsWith(REST);
        if (rest) {
            name = name.substring(0, name.length() - REST.length());
        }
        checkName(part, name);
        return new Segment(rest ? Segment.Kind.REST : Segment.Kind.PARAMETER, name);
    }

    private static void checkName(String part, String name) {
        if (NAME.matcher(name).matches()) {
            return;
        }
        if (name.indexOf(':') > 0) {
            throw new IllegalArgumentException("has " + part + ": regular expressions are not known, so write {"
                    + name.substring(0, name.indexOf(':')) + "} and check the value in the function");
        }
        if (name.startsWith("*") || name.endsWith("+")) {
            String plain = name.replaceAll("[*+]", "");
            throw new IllegalArgumentException("has " + part + ": write {" + plain + "...} for all that follows");
        }
        throw new IllegalArgumentException("has the parameter " + part
                + ": a name has at most 64 letters, digits, _ and -, and begins with a letter or _");
    }

    private static String literal(String part) {
        if (part.startsWith(":")) {
            throw new IllegalArgumentException(
                    "has \"" + part + "\": write a parameter as {name}, or the colon itself as %3A");
        }
        for (int i = 0; i < part.length(); i++) {
            check(part, part.charAt(i));
        }
        String text = part.indexOf('%') < 0 ? part : decode(part);
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(
                    "has the segment " + part + ", which clients and proxies resolve: write the path without it");
        }
        return text;
    }

    private static void check(String part, char c) {
        switch (c) {
            case '?' ->
                throw new IllegalArgumentException(
                        "has a ?, but neither a query nor an optional part belongs to a route:"
                                + " write the path alone, or two routes");
            case '#' -> throw new IllegalArgumentException("has a fragment, which no client sends: write it without #");
            case '*' ->
                throw new IllegalArgumentException("has \"" + part + "\": " + ALL + ", or the star itself as %2A");
            case '[', ']', '(', ')', '|', '^', '\\' ->
                throw new IllegalArgumentException("has \"" + part + "\": regular expressions are not known, so " + ALL
                        + ", or the character itself as " + String.format("%%%02X", (int) c));
            default -> {
                if (c <= ' ' || c == 0x7f || Character.isWhitespace(c) || Character.isISOControl(c)) {
                    throw new IllegalArgumentException(
                            "has white space or a control character in its path: write it escaped, such as %20");
                }
            }
        }
    }

    private static String decode(String part) {
        String utf8 = new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int i = utf8.indexOf('%'); i >= 0; i = utf8.indexOf('%', i + 1)) {
            if (!PercentEscapes.isEscape(utf8, i, utf8.length())) {
                throw new IllegalArgumentException(
                        "has \"" + part + "\" with a % that two hexadecimal digits do not follow: write %25 for it");
            }
            if (utf8.startsWith("00", i + 1)) {
                throw new IllegalArgumentException("has %00, which the server refuses in a path: write it without");
            }
        }
        String text = PercentEscapes.decode(utf8, 0, utf8.length(), false);
        if (text.indexOf(NO_UTF8) >= 0) {
            throw new IllegalArgumentException(
                    "has \"" + part + "\", whose escapes are no UTF-8: write it in UTF-8, such as %C3%A9 for \u00e9");
        }
        return text;
    }
}
